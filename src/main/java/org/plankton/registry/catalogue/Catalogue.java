package org.plankton.registry.catalogue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.Properties;

/**
 * What is known of the properties of images. Programs that read them do not mind case and punctuation of keys
 * ({@link KeyFolding#PUNCTUATION}), and so neither does this.
 */
public final class Catalogue {
    private final List<PropertyGroup> groups;
    private final Map<Rule, RuleWords> words;
    private final Map<String, KnownProperty> byKey = new HashMap<>();
    private final List<KnownProperty> byPrefix;
    private final int version;

    /**
     * @param groups in the order in which they are shown
     * @param words of every rule
     * @param version other than that of any other catalogue, as far as a hash can tell: what was made of images by one
     *     is made again by another
     */
    public Catalogue(List<PropertyGroup> groups, Map<Rule, RuleWords> words, int version) {
        this.groups = List.copyOf(groups);
        this.words = Map.copyOf(words);
        this.version = version;
        for (Rule rule : Rule.values()) {
            Objects.requireNonNull(words.get(rule), () -> "no words for " + rule.code());
        }
        byPrefix = properties().filter(known -> known.prefix().isPresent()).toList();
        properties().forEach(known -> byKey.put(fold(known.key()), known));
        properties().forEach(known -> known.aliases().forEach(alias -> byKey.putIfAbsent(fold(alias), known)));
    }

    public List<PropertyGroup> groups() {
        return groups;
    }

    public Stream<KnownProperty> properties() {
        return groups.stream().flatMap(group -> group.properties().stream());
    }

    public RuleWords words(Rule rule) {
        return words.get(rule);
    }

    public int version() {
        return version;
    }

    /** A key as it is compared. */
    public static String fold(String key) {
        return KeyFolding.PUNCTUATION.fold(key);
    }

    /** Of that key, or of which that is an alias. */
    public Optional<KnownProperty> find(String key) {
        String folded = fold(key);
        KnownProperty known = byKey.get(folded);
        return known != null
                ? Optional.of(known)
                : byPrefix.stream()
                        .filter(one -> folded.startsWith(fold(one.prefix().orElseThrow())))
                        .findFirst();
    }

    /** That key, and those that say the same to other programs, in the order in which they are asked for it. */
    public List<String> keys(String key) {
        return Stream.concat(
                        Stream.of(key),
                        find(key).stream()
                                .flatMap(known -> Stream.concat(Stream.of(known.key()), known.aliases().stream())))
                .distinct()
                .toList();
    }

    /** What an image's properties say of that, be it under an alias; empty if nothing, or an empty text. */
    public Optional<String> value(Properties properties, String key) {
        Map<String, String> values = KeyFolding.PUNCTUATION.shown(properties);
        return keys(key).stream()
                .map(one -> values.get(fold(one)))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }
}
