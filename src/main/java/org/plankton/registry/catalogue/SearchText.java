package org.plankton.registry.catalogue;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.registry.image.Image;

/**
 * The words by which an image is found: those of its name, its tags, the values of its properties and its owner's name,
 * and its id as one, as is any UUID among them, which is in pieces, too. What separates them is punctuation and blanks.
 * Upper case, accents and the like are left in, as it is the database that compares them.
 *
 * @param words of the image itself, each once
 * @param ownersWords of what people call its owner, those that are not among {@code words}; visitors find nothing by
 *     them
 */
public record SearchText(List<String> words, List<String> ownersWords) {
    /** Before the owner's words, as it is stored; no word has it. */
    private static final String OWNERS = " |";

    public static final SearchText NONE = new SearchText(List.of(), List.of());

    /** Characters of a word, which is cut off there where it is found and where it is looked for. */
    static final int LONGEST_WORD = 40;

    /** Of an image; of those of its own what comes first in the order above. */
    static final int MOST_WORDS = 200;

    private static final String UUID = "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}";

    /** What an id is or begins with; but digits alone before the hyphen are rather a date, unless it is whole. */
    private static final Pattern ID = Pattern.compile(UUID + "|(?![0-9]{8}-)[0-9A-Fa-f]{8}-[0-9A-Fa-f-]{0,27}");

    private static final Pattern UUID_WITHIN = Pattern.compile("(?<![0-9A-Za-z])" + UUID + "(?![0-9A-Za-z])");

    public SearchText {
        words = List.copyOf(words);
        ownersWords = List.copyOf(ownersWords);
    }

    /** @param ownerName what people call its owner; empty if that is not known */
    static SearchText of(Image image, String ownerName) {
        Set<String> owners = new LinkedHashSet<>(words(ownerName));
        Set<String> words = new LinkedHashSet<>();
        words.add(image.id());
        words.addAll(found(image.metadata().name()));
        image.metadata().tags().values().forEach(tag -> words.addAll(found(tag)));
        image.metadata().properties().values().values().forEach(value -> words.addAll(found(value)));
        List<String> kept = words.stream().limit(MOST_WORDS - owners.size()).toList();
        kept.forEach(owners::remove);
        return new SearchText(kept, List.copyOf(owners));
    }

    /** Of what {@link #stored} is. */
    public static SearchText ofStored(String stored) {
        int end = stored.indexOf(OWNERS);
        return end < 0
                ? new SearchText(parted(stored), List.of())
                : new SearchText(parted(stored.substring(0, end)), parted(stored.substring(end + OWNERS.length())));
    }

    private static List<String> parted(String text) {
        return text.isEmpty() ? List.of() : List.of(text.substring(1).split(" "));
    }

    /** As it is looked through for a word: with a blank before each, and a bar before the owner's. */
    public String stored() {
        return joined(words) + (ownersWords.isEmpty() ? "" : OWNERS + joined(ownersWords));
    }

    private static String joined(List<String> words) {
        return words.stream().map(word -> " " + word).collect(Collectors.joining());
    }

    /** As an index has them: the owner's behind a bar, too. */
    public List<String> indexed() {
        return Stream.concat(words.stream(), ownersWords.stream().map(word -> "|" + word))
                .toList();
    }

    /** A UUID is also a word as a whole: what is searched for is taken for an image's id if it looks like one. */
    private static List<String> found(String text) {
        return Stream.concat(
                        UUID_WITHIN
                                .matcher(text)
                                .results()
                                .map(uuid -> uuid.group().toLowerCase(Locale.ROOT)),
                        words(text).stream())
                .toList();
    }

    /** Of any text, in their order; as the database compares them, letters with their accents in one. */
    public static List<String> words(String written) {
        String text = Normalizer.normalize(written, Normalizer.Form.NFC);
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int length = 0;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            int c = text.codePointAt(i);
            if (!isOfWord(c)) {
                add(words, word);
                length = 0;
            } else if (length < LONGEST_WORD) {
                word.appendCodePoint(c);
                length++;
            }
        }
        add(words, word);
        return words;
    }

    /** Of what is searched for: the beginning of an id is one word, as the id is. */
    public static List<String> searched(String text) {
        return ID.matcher(text).matches() ? List.of(text.toLowerCase(Locale.ROOT)) : words(text);
    }

    private static void add(List<String> words, StringBuilder word) {
        if (!word.isEmpty()) {
            words.add(word.toString());
            word.setLength(0);
        }
    }

    private static boolean isOfWord(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.COMBINING_SPACING_MARK,
                    Character.LETTER_NUMBER,
                    Character.OTHER_NUMBER,
                    Character.OTHER_SYMBOL -> true;
            default -> Character.isLetterOrDigit(c);
        };
    }
}
