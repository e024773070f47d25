package org.plankton.catalogue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.KnownProperty;
import org.plankton.registry.catalogue.LocalText;
import org.plankton.registry.catalogue.PropertyGroup;
import org.plankton.registry.catalogue.Rule;
import org.plankton.testing.TestCatalogue;

/** Makes {@code docs/properties.md} of the catalogue that the service brings with it: {@code .ci/api}. */
public final class PropertiesPage {
    static final Path FILE = Path.of("docs/properties.md");

    /** Below that heading nothing is written by hand. */
    private static final String GENERATED = "## What is known of each\n";

    private static final int WIDTH = 120;

    private PropertiesPage() {}

    public static void main(String[] arguments) throws IOException {
        Files.writeString(FILE, page(Files.readString(FILE)));
    }

    /** @param now what is there, whose first part is kept */
    static String page(String now) {
        return now.substring(0, now.indexOf(GENERATED)) + GENERATED + generated(TestCatalogue.CATALOGUE);
    }

    private static String generated(Catalogue catalogue) {
        StringBuilder page = new StringBuilder();
        catalogue.groups().forEach(group -> addGroup(page, group));
        page.append("\n## Why an image is not ready\n\n");
        for (Rule rule : Rule.values()) {
            String words = catalogue.words(rule).words().in(LocalText.USUAL);
            String remedy = catalogue.words(rule).remedy().in(LocalText.USUAL);
            addItem(page, "**`" + rule.code() + "`** (" + rule.readiness().word() + "): " + words + " " + remedy);
        }
        return page.toString();
    }

    private static void addGroup(StringBuilder page, PropertyGroup group) {
        page.append("\n### ").append(group.label().in(LocalText.USUAL)).append("\n\n");
        for (KnownProperty known : group.properties()) {
            addItem(page, item(known));
        }
    }

    private static String item(KnownProperty known) {
        List<String> facts = new ArrayList<>();
        facts.add("**`" + known.key() + "`**: " + known.help().in(LocalText.USUAL));
        if (!known.values().isEmpty()) {
            facts.add((known.isOpen() ? "Such as " : "One of ")
                    + known.values().stream()
                            .map(value -> "`" + value.value() + "`")
                            .collect(Collectors.joining(", "))
                    + ".");
        }
        if (known.minimum() != null && known.maximum() != null) {
            facts.add("From " + known.minimum() + " to " + known.maximum() + ".");
        }
        if (known.usual() != null) {
            facts.add("Without it: `" + known.usual() + "`.");
        }
        if (known.example() != null && known.values().isEmpty()) {
            facts.add("For example `" + known.example() + "`.");
        }
        if (!known.readers().isEmpty()) {
            facts.add("Read by " + String.join(", ", known.readers()) + ".");
        }
        if (!known.aliases().isEmpty()) {
            facts.add("Also called "
                    + known.aliases().stream().map(alias -> "`" + alias + "`").collect(Collectors.joining(", "))
                    + ".");
        }
        return String.join(" ", facts);
    }

    /** In lines of the usual width. */
    private static void addItem(StringBuilder page, String text) {
        StringBuilder line = new StringBuilder("- ");
        for (String word : text.split(" ")) {
            if (line.length() + word.length() > WIDTH) {
                page.append(line.toString().stripTrailing()).append('\n');
                line = new StringBuilder("  ");
            }
            line.append(word).append(' ');
        }
        page.append(line.toString().stripTrailing()).append('\n');
    }
}
