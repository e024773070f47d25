package org.plankton.settings;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The web page.
 *
 * @param isServed whether there is one
 * @param name what the registry is called there
 * @param site what the cloud is called; empty: by the page's address
 * @param logo a picture; empty: there is none
 * @param links to be shown, by what they say, in their order
 * @param isPublic whether visitors without a token see public images
 * @param signIn where one logs in with a browser; empty: nowhere
 * @param users tokens that anybody may use, by name; only of a development cloud
 */
public record PageSettings(
        boolean isServed,
        String name,
        Optional<String> site,
        Optional<Path> logo,
        Map<String, String> links,
        boolean isPublic,
        Optional<String> signIn,
        Map<String, String> users) {
    static PageSettings read(SettingsReader reader) {
        return new PageSettings(
                reader.or("plankton.page", "true", Parsers::truth),
                reader.or("plankton.page.name", "Plankton", UnaryOperator.identity()),
                reader.optional("plankton.page.site", UnaryOperator.identity()),
                reader.optional("plankton.page.logo", PageSettings::picture),
                reader.optional("plankton.page.links", PageSettings::links).orElse(Map.of()),
                reader.or("plankton.page.public", "false", Parsers::truth),
                reader.optional("plankton.page.sign-in", Addresses::web),
                reader.optional("plankton.page.users", value -> pairs(value, "alice=alice-token, bob=bob-token"))
                        .orElse(Map.of()));
    }

    private static Path picture(String text) {
        try {
            Path path = Path.of(text);
            if (!text.matches(".*\\.(svg|png|webp)") || !Files.isReadable(path)) {
                throw new IllegalArgumentException(
                        "must be the path of a picture that can be read, .svg, .png or .webp");
            }
            return path;
        } catch (InvalidPathException e) {
            throw new IllegalArgumentException("must be the path of a picture", e);
        }
    }

    private static Map<String, String> links(String value) {
        Map<String, String> links = pairs(value, "Help=https://help.example.org, Status=https://status.example.org");
        links.replaceAll((label, url) -> Addresses.web(url));
        return links;
    }

    private static Map<String, String> pairs(String value, String example) {
        Map<String, String> pairs = new LinkedHashMap<>();
        for (String pair : value.split(",")) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length < 2 || parts[0].isBlank() || parts[1].isBlank()) {
                throw new IllegalArgumentException("must be of the form " + example);
            }
            pairs.put(parts[0].strip(), parts[1].strip());
        }
        return pairs;
    }
}
