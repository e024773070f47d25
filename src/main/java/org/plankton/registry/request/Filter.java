package org.plankton.registry.request;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;

/**
 * What the images of a listing must have in common. Filters narrow together; null is no filter.
 *
 * @param includesReserved whether also those that have no bytes, as far as there are such for the client
 * @param isHidden whether hidden ones are asked for, and no others; null: they are in their owner's lists alone
 * @param visibilities any of these
 * @param includesCommunity whether also those that everybody may see who has their id, whose ever they are; else they
 *     are in their owner's lists alone
 * @param memberStatuses of images that are shared with the caller, those to which they have said any of this
 * @param ids any of these; empty is no filter
 * @param names any of these, exactly; empty is no filter
 * @param namePart what a name has in it, whatever its case and accents
 * @param diskFormats any of the wire's words; empty is no filter
 * @param containerFormats any of the wire's words; empty is no filter
 * @param statuses any of these
 * @param size bytes
 * @param minRam MiB
 * @param minDisk GiB
 * @param md5 lower-case hex
 * @param sha512 lower-case hex
 * @param changedAfter only those changed later than that, and among them those that are registered no longer
 * @param tags all of these; empty is no filter
 * @param words all of these; empty is no filter
 * @param hidesOwners whether nothing is found by a word that only its owner's name has
 * @param readiness any of these; empty is no filter
 * @param isSnapshot whether snapshots of machines are asked for, and no others; or none of these; null is no filter
 * @param keys how the wire spells the keys of properties
 * @param properties for each key any of its values, exactly; the key as it is stored, or as the wire spells it. Empty
 *     is no filter
 */
@RecordBuilder
public record Filter(
        boolean includesReserved,
        Boolean isHidden,
        Set<Visibility> visibilities,
        boolean includesCommunity,
        Set<MemberStatus> memberStatuses,
        Set<String> ids,
        Set<String> names,
        String namePart,
        Set<String> diskFormats,
        Set<String> containerFormats,
        Set<Status> statuses,
        Range size,
        Range minRam,
        Range minDisk,
        Boolean isProtected,
        String owner,
        String md5,
        String sha512,
        Times createdAt,
        Times updatedAt,
        Instant changedAfter,
        Set<String> tags,
        List<SearchWord> words,
        boolean hidesOwners,
        Set<Readiness> readiness,
        Boolean isSnapshot,
        KeyFolding keys,
        Map<String, Set<String>> properties)
        implements FilterBuilder.With {
    /** Whole numbers from {@code min} to {@code max}, both among them; null: without an end. */
    public record Range(Long min, Long max) {
        /** Null if it has no end at all. */
        public static Range of(Long min, Long max) {
            return min == null && max == null ? null : new Range(min, max);
        }
    }

    /**
     * Points in time.
     *
     * @param from the earliest; null: any
     * @param before later than the latest; null: any
     * @param others of each of these spans none
     */
    public record Times(Instant from, Instant before, Set<Span> others) {
        /** From the one to just before the other. */
        public record Span(Instant from, Instant before) {}
    }

    private static final Set<MemberStatus> ACCEPTED = Set.of(MemberStatus.ACCEPTED);

    /** Those of the caller's lists, as far as the caller has accepted them, whatever they are. */
    public static final Filter NONE =
            FilterBuilder.builder().includesReserved(true).build();

    /** How many properties, tags and words can be filtered by at once: each is looked up in every part of a list. */
    private static final int MOST_PROPERTIES = 20;

    /** How many names and ids can be asked for at once: each is told of every part of the listing. */
    private static final int MOST_VALUES = 200;

    /** @throws Fault BAD_REQUEST if it filters by too many properties, tags and words, or names and ids */
    public Filter {
        visibilities = visibilities == null ? EnumSet.allOf(Visibility.class) : visibilities;
        memberStatuses = memberStatuses == null ? ACCEPTED : memberStatuses;
        ids = orEmpty(ids);
        names = orEmpty(names);
        diskFormats = orEmpty(diskFormats);
        containerFormats = orEmpty(containerFormats);
        tags = orEmpty(tags);
        words = words == null ? List.of() : List.copyOf(words);
        readiness = orEmpty(readiness);
        keys = keys == null ? KeyFolding.PUNCTUATION : keys;
        properties = properties == null ? Map.of() : properties;
        int looked = properties.size()
                + tags.size()
                + words.stream().mapToInt(word -> word.words().size()).sum();
        if (looked > MOST_PROPERTIES) {
            throw Fault.badRequest("each property, tag and word that a list is filtered by is looked up, at most "
                    + MOST_PROPERTIES + " at once; leave some out");
        }
        if (names.size() + ids.size() > MOST_VALUES) {
            throw Fault.badRequest("a list is asked for at most " + MOST_VALUES
                    + " names and ids at once; ask for them in several lists");
        }
    }

    private static <T> Set<T> orEmpty(Set<T> values) {
        return values == null ? Set.of() : values;
    }
}
