package org.plankton.registry.ports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import org.plankton.registry.ports.ImageWriteMapper.Indexed;
import org.plankton.registry.ports.ImageWriteMapper.Property;
import org.plankton.registry.ports.ImageWriteMapper.Tag;
import org.plankton.registry.ports.ImageWriteMapper.Word;
import org.plankton.registry.request.Filter;

/**
 * Of the properties, tags, words and hashes that a listing is filtered by, the one that the fewest images have: for
 * each kind of its parts null where none of them is rare there. A part with a rare one is read by that; any other is
 * read in the listing's order, as it soon has a page of images that have them all.
 *
 * @param own in the caller's own
 * @param everybodys in those in everybody's lists
 * @param anybodys in those of all owners, whatever else they are in
 * @param listers the numbers of accounts in whose lists a word is looked for among {@code anybodys}, in parts of which
 *     each is as long as MariaDB looks into a key for; empty: a word is none of them
 */
public record RareProperties(Indexed own, Indexed everybodys, Indexed anybodys, List<List<Long>> listers) {
    /** Of what more images have is not rare. */
    public static final int FEW = 1000;

    static final RareProperties NONE = new RareProperties(null, null, null, List.of());

    /** Of as many values MariaDB makes a table, and then reads all of it that it could have looked up. */
    private static final int PART = 900;

    /** Of a statement, which can have 65 535. */
    private static final int PARAMETERS = 50_000;

    /** Parts of a listing that name all listers. */
    private static final int PARTS = 8;

    /** How many images have a property, in the lists as above; {@link #FEW} or more is {@link #FEW}. */
    public record Occurrence(int own, int everybodys, int anybodys) {}

    /** Those that can be looked for in an index: with one value, and not among images that are gone, too. */
    static List<Indexed> asked(Filter filter) {
        if (filter.changedAfter() != null) {
            return List.of();
        }
        List<Indexed> asked = new ArrayList<>();
        filter.tags().forEach(tag -> asked.add(new Tag(tag)));
        filter.properties().forEach((key, values) -> {
            if (values.size() == 1) {
                asked.add(new Property(key, values.iterator().next()));
            }
        });
        filter.words().stream()
                .flatMap(word -> word.words().stream())
                .map(Word::new)
                .forEach(asked::add);
        if (filter.readiness().size() == 1) {
            asked.add(Property.of(filter.readiness().iterator().next()));
        }
        asked.addAll(Property.ofHashes(
                Objects.requireNonNullElse(filter.md5(), ""), Objects.requireNonNullElse(filter.sha512(), "")));
        return asked;
    }

    /** How many accounts can be named wherever a word is looked for; 0 if none is. */
    public static int mostListers(List<Indexed> asked) {
        long words = asked.stream().filter(Word.class::isInstance).count();
        return words == 0 ? 0 : PARAMETERS / (int) Math.max(words, PARTS);
    }

    /** In parts; none if there are more than so many. */
    public static List<List<Long>> listers(List<Long> accounts, int most) {
        return accounts.size() > most
                ? List.of()
                : IntStream.range(0, (accounts.size() + PART - 1) / PART)
                        .mapToObj(part -> accounts.subList(part * PART, Math.min((part + 1) * PART, accounts.size())))
                        .toList();
    }

    /** @param found of each property, in their order */
    static RareProperties of(List<Indexed> properties, List<Occurrence> found, List<List<Long>> listers) {
        return new RareProperties(
                rarest(properties, found, Occurrence::own),
                rarest(properties, found, Occurrence::everybodys),
                rarest(properties, found, Occurrence::anybodys),
                listers);
    }

    private static Indexed rarest(List<Indexed> properties, List<Occurrence> found, ToIntFunction<Occurrence> where) {
        return IntStream.range(0, properties.size())
                .filter(i -> where.applyAsInt(found.get(i)) < FEW)
                .boxed()
                .min(Comparator.comparingInt(i -> where.applyAsInt(found.get(i))))
                .map(properties::get)
                .orElse(null);
    }
}
