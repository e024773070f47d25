package org.plankton.registry.ports;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.catalogue.Assessment;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Image;

/** What is written to the image table and the indexes of properties and tags; only by the one who writes images. */
public interface ImageWriteMapper {
    /** What images are found by that have it. */
    sealed interface Indexed {}

    /** As the index has it. */
    record Tag(String text) implements Indexed {}

    /** The beginning of a word by which it is found, whatever its case and accents; as the index has it. */
    record Word(String text) implements Indexed {
        /** Of words there are none that mean anything to JSON. */
        private static String json(List<Word> words) {
            return words.stream().map(Word::text).collect(Collectors.joining("\",\"", "[\"", "\"]"));
        }
    }

    /** As the index has it; or what else is looked for by the same index, as a hash. */
    record Property(String key, String value) implements Indexed {
        /** Before the name of what is no property: no wire that spells keys in its own way can say that. */
        private static final String NONE = "\0";

        /** Of the hashes that an image has: those that are empty are none. */
        public static List<Property> ofHashes(String md5, String sha512) {
            return Stream.of(new Property(NONE + "md5", md5), new Property(NONE + "sha512", sha512))
                    .filter(hash -> !hash.value.isEmpty())
                    .toList();
        }

        /** Of the images that are so ready. */
        public static Property of(Readiness readiness) {
            return new Property(NONE + "readiness", readiness.word());
        }
    }

    /**
     * Of it and of every other that is written the accounts are known to the tables.
     *
     * @param assessment of the image; null: it is registered no longer
     */
    void insert(Image image, Assessment assessment);

    /**
     * Writes all of the image but its id and time of creation.
     *
     * @param assessment as of {@link #insert}
     * @param readersChanges how many changes of its readers are to be counted: 0 or 1
     */
    void update(Image image, Assessment assessment, int readersChanges);

    /** Takes the image's location away until it is updated, so that another can have it before. */
    void vacate(String id);

    /** Counts a change of its readers. */
    void countReadersChange(String id);

    /**
     * Remembers for good that an image of that id is registered no longer.
     *
     * @param object to whose image it is to be given again; null: to none
     * @see ImageMapper#isRetired
     */
    void retire(String id, String object);

    /** Clears an image away, and its members. */
    void forget(String id);

    /**
     * @param account in whose lists the image is to be found by them; {@link Sharing#EVERYONE}: in everybody's
     * @param properties not empty; some may be there already
     */
    void insertProperties(String id, String account, List<Property> properties);

    /**
     * @param account as of {@link #insertProperties}
     * @param properties not empty
     */
    void deleteProperties(String id, String account, List<Property> properties);

    /**
     * @param account as of {@link #insertProperties}
     * @param tags not empty; some may be there already
     */
    void insertTags(String id, String account, List<Tag> tags);

    /**
     * @param account as of {@link #insertProperties}
     * @param tags not empty
     */
    void deleteTags(String id, String account, List<Tag> tags);

    /** @param assessment of an image that has not changed, but that it has been assessed anew */
    void assess(String id, Assessment assessment);

    /**
     * @param account as of {@link #insertProperties}
     * @param words not empty; some may be there already, or be one to the index
     */
    default void insertWords(String id, String account, List<Word> words) {
        insertWordsOf(id, account, Word.json(words));
    }

    /**
     * Only by {@link #insertWords}.
     *
     * @param words as JSON: the statement is the same however many they are
     */
    void insertWordsOf(String id, String account, String words);

    /**
     * @param account as of {@link #insertProperties}
     * @param words not empty
     */
    default void deleteWords(String id, String account, List<Word> words) {
        deleteWordsOf(id, account, Word.json(words));
    }

    /** Only by {@link #deleteWords}, as {@link #insertWordsOf}. */
    void deleteWordsOf(String id, String account, String words);
}
