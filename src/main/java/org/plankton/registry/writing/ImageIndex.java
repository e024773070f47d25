package org.plankton.registry.writing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.catalogue.SearchText;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.ports.ImageWriteMapper;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Tag;
import org.plankton.registry.ports.ImageWriteMapper.Word;
import org.plankton.registry.ports.Sharing;

/**
 * What a registered image is found by in lists, by the account in whose lists that is. By properties and tags it is
 * found in those of its owner, and in everybody's if it is there; by words only in everybody's, if it is there, as no
 * list looks for it in both.
 *
 * @param properties by their keys, and by how any wire spells those that it shows, so that each can look for them; and
 *     hashes, and readiness
 */
record ImageIndex(Map<String, Set<Property>> properties, Map<String, Set<Tag>> tags, Map<String, Set<Word>> words) {
    private static final ImageIndex NONE = new ImageIndex(Map.of(), Map.of(), Map.of());

    /**
     * @param image null, or one that is registered no longer: it is found by nothing
     * @param readiness null: it has not been assessed
     */
    static ImageIndex of(Image image, Readiness readiness, SearchText text) {
        if (image == null || image.deletedAt() != null) {
            return NONE;
        }
        boolean isEverybodys = image.isPublic() && !image.metadata().isHidden();
        return new ImageIndex(
                inLists(image, isEverybodys, properties(image, readiness)),
                inLists(image, isEverybodys, tags(image)),
                Map.of(
                        isEverybodys ? Sharing.EVERYONE : image.owner(),
                        text.indexed().stream().map(Word::new).collect(Collectors.toCollection(LinkedHashSet::new))));
    }

    private static Set<Property> properties(Image image, Readiness readiness) {
        Set<Property> properties = new LinkedHashSet<>();
        for (KeyFolding keys : KeyFolding.values()) {
            keys.shown(image.metadata().properties()).forEach((key, value) -> properties.add(new Property(key, value)));
        }
        properties.addAll(Property.ofHashes(image.md5(), image.sha512()));
        if (readiness != null) {
            properties.add(Property.of(readiness));
        }
        return properties;
    }

    private static Set<Tag> tags(Image image) {
        return image.metadata().tags().values().stream()
                .map(Tag::new)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static <T> Map<String, Set<T>> inLists(Image image, boolean isEverybodys, Set<T> values) {
        return isEverybodys ? Map.of(image.owner(), values, Sharing.EVERYONE, values) : Map.of(image.owner(), values);
    }

    /** Takes away what another has no longer; before the image's row, which it needs. */
    void removeFor(ImageIndex after, ImageWriteMapper images, String id) {
        without(tags, after.tags).forEach((account, gone) -> images.deleteTags(id, account, gone));
        without(properties, after.properties).forEach((account, gone) -> images.deleteProperties(id, account, gone));
        without(words, after.words).forEach((account, gone) -> images.deleteWords(id, account, gone));
    }

    /** Adds what another had not; behind the image's row, which it needs. */
    void addTo(ImageIndex before, ImageWriteMapper images, String id) {
        without(properties, before.properties).forEach((account, come) -> images.insertProperties(id, account, come));
        without(tags, before.tags).forEach((account, come) -> images.insertTags(id, account, come));
        Map<String, List<Word>> gone = without(before.words, words);
        // Two words may be one to the index, and with the one that is gone the other that is to stay.
        Map<String, Set<Word>> kept = before.words.entrySet().stream()
                .filter(list -> !gone.containsKey(list.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        without(words, kept).forEach((account, come) -> images.insertWords(id, account, come));
    }

    /** What is in one and not in the other; nothing that is empty. */
    private static <T> Map<String, List<T>> without(Map<String, Set<T>> one, Map<String, Set<T>> other) {
        Map<String, List<T>> rest = new TreeMap<>();
        one.forEach((account, values) -> {
            Set<T> found = other.getOrDefault(account, Set.of());
            List<T> left =
                    values.stream().filter(value -> !found.contains(value)).toList();
            if (!left.isEmpty()) {
                rest.put(account, left);
            }
        });
        return rest;
    }
}
