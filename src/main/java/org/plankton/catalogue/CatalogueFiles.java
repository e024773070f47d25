package org.plankton.catalogue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.LocalText;
import org.plankton.registry.catalogue.PropertyGroup;
import org.plankton.registry.catalogue.Rule;
import org.plankton.registry.catalogue.RuleWords;

/**
 * The catalogue as files of JSON: groups of properties, and the words of rules. An operator's own has groups, too:
 * what it says of a property that is there stands before what is said there; it can add properties and groups, and hide
 * what is there.
 */
public final class CatalogueFiles {
    private static final String PROPERTIES = "properties.json";
    private static final String READINESS = "readiness.json";

    /** What is misspelt is no field, and is told. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private CatalogueFiles() {}

    private record Groups(List<GroupEntry> groups) {}

    private record GroupEntry(String name, Map<String, String> label, List<PropertyEntry> properties) {}

    private record Rules(List<RuleEntry> rules) {}

    private record RuleEntry(String code, String level, Map<String, String> words, Map<String, String> remedy) {}

    /** A group that is being put together: its properties by their keys, as those are compared. */
    private static final class Group {
        private Map<String, String> label;
        private final Map<String, PropertyEntry> properties = new LinkedHashMap<>();
    }

    /**
     * @param own the operator's file; empty: there is none
     * @throws UnusableCatalogue if that cannot be read
     */
    public static Catalogue read(Optional<Path> own) throws UnusableCatalogue {
        Map<String, Group> groups = new LinkedHashMap<>();
        byte[] properties = resource(PROPERTIES);
        byte[] readiness = resource(READINESS);
        byte[] added = own.isPresent() ? bytes(own.get()) : new byte[0];
        try {
            put(groups, JSON.readValue(properties, Groups.class));
            if (added.length > 0) {
                put(groups, JSON.readValue(added, Groups.class));
            }
            int version = Arrays.hashCode(new int[] {
                Arrays.hashCode(properties), Arrays.hashCode(readiness), Arrays.hashCode(added), Rule.VERSION
            });
            return new Catalogue(
                    groups.entrySet().stream()
                            .map(group -> group(group.getKey(), group.getValue()))
                            .filter(group -> !group.properties().isEmpty())
                            .toList(),
                    words(JSON.readValue(readiness, Rules.class)),
                    version == 0 ? 1 : version);
        } catch (JsonProcessingException e) {
            throw new UnusableCatalogue("is not as it should be: " + e.getOriginalMessage() + place(e), e);
        } catch (IllegalArgumentException | NullPointerException e) { // of a record, which says what it lacks
            throw new UnusableCatalogue("is not as it should be: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] resource(String name) {
        try (InputStream file = CatalogueFiles.class.getResourceAsStream(name)) {
            return file.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] bytes(Path own) throws UnusableCatalogue {
        try {
            return Files.readAllBytes(own);
        } catch (IOException e) {
            throw new UnusableCatalogue("cannot be read: " + e, e);
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null ? "" : " (line " + e.getLocation().getLineNr() + ")";
    }

    private static void put(Map<String, Group> groups, Groups file) {
        if (file.groups == null) {
            throw new IllegalArgumentException("it has no groups");
        }
        for (GroupEntry entry : file.groups) {
            if (entry.name == null) {
                throw new IllegalArgumentException("a group has no name");
            }
            Group group = groups.computeIfAbsent(entry.name, any -> new Group());
            group.label = entry.label == null ? group.label : entry.label;
            if (entry.properties != null) {
                entry.properties.forEach(property -> put(groups, group, property));
            }
        }
    }

    /** In the group where it is already, or that one. */
    private static void put(Map<String, Group> groups, Group group, PropertyEntry property) {
        if (property.key() == null || property.key().isBlank()) {
            throw new IllegalArgumentException("a property has no key");
        }
        String key = Catalogue.fold(property.key());
        Group known = groups.values().stream()
                .filter(one -> one.properties.containsKey(key))
                .findFirst()
                .orElse(group);
        known.properties.merge(key, property, (below, own) -> own.over(below));
    }

    private static PropertyGroup group(String name, Group group) {
        return new PropertyGroup(
                name,
                new LocalText(group.label == null ? Map.of(LocalText.USUAL, name) : group.label),
                group.properties.values().stream()
                        .filter(property -> !property.isHidden())
                        .map(PropertyEntry::known)
                        .toList());
    }

    private static Map<Rule, RuleWords> words(Rules file) {
        Map<Rule, RuleWords> words = new EnumMap<>(Rule.class);
        for (RuleEntry entry : file.rules) {
            Rule rule = Rule.valueOf(entry.code.toUpperCase(Locale.ROOT).replace('-', '_'));
            if (!rule.readiness().word().equals(entry.level)) {
                throw new IllegalArgumentException(entry.code + " is told to be " + entry.level);
            }
            words.put(rule, new RuleWords(new LocalText(entry.words), new LocalText(entry.remedy)));
        }
        return words;
    }
}
