package org.plankton.api.glance.v2;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.plankton.api.glance.GlanceStatus;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.QueryPairs;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.KeyFolding;
import org.plankton.registry.image.MemberStatus;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.Filter.Range;
import org.plankton.registry.request.FilterBuilder;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.Sort;

/**
 * A listing's query string: what images are to be like, in which order they come, and which page. Whatever is no
 * parameter is the key of a property. Its methods throw a BAD_REQUEST that names the parameter that cannot be read.
 */
final class ImageQuery {
    private static final int USUAL_LIMIT = 25;
    private static final int MD5_DIGITS = 32;
    private static final int SHA512_DIGITS = 128;

    /** Parameters beside those that {@link ImageOrder} reads; what is none of them is a property's key. */
    private static final Set<String> PARAMETERS = Set.of(
            "limit",
            "marker",
            "with_count",
            "name",
            "id",
            "status",
            "disk_format",
            "container_format",
            "created_at",
            "updated_at",
            "visibility",
            "member_status",
            "owner",
            "tag",
            "os_hidden",
            "protected",
            "checksum",
            "os_hash_value",
            "changes-since");

    /** Numbers, each of which has an end at both sides, too. */
    private static final Set<String> NUMBERS = Set.of("size", "min_ram", "min_disk");

    private static final Set<Status> LISTED = EnumSet.complementOf(EnumSet.of(Status.ERROR, Status.DELETED));

    private final QueryPairs pairs;
    private final Query query;

    /**
     * @param raw the query string as it was sent, or null if there was none
     * @param isAdministrator whether the caller is one, who is shown everybody's images
     */
    ImageQuery(String raw, boolean isAdministrator) {
        pairs = new QueryPairs(raw, name -> true);
        if (pairs.one("changes-since").isPresent()) {
            throw Fault.badRequest("changes-since is not of this version; ask for updated_at=gte:<time>");
        }
        FilterBuilder filter = FilterBuilder.builder(Filter.NONE);
        readWords(filter);
        readNumbers(filter);
        readVisibility(filter);
        filter.properties(properties());
        List<Sort> order = ImageOrder.read(pairs);
        query = new Query(isAdministrator ? Reach.ALL : Reach.VISIBLE, filter.build(), order, marker());
    }

    private void readWords(FilterBuilder filter) {
        filter.keys(KeyFolding.NONE);
        Optional<String> name = pairs.one("name");
        Optional<String> part = name.flatMap(ImageFilters::part);
        filter.namePart(part.orElse(null));
        if (part.isEmpty()) {
            filter.names(name.map(value -> ImageFilters.choice("name", value)).orElse(Set.of()));
        }
        Set<Status> statuses = EnumSet.copyOf(LISTED);
        pairs.one("id").ifPresent(value -> filter.ids(readIds(ImageFilters.choice("id", value), statuses)));
        pairs.one("status").ifPresent(value -> statuses.retainAll(statuses(value)));
        filter.diskFormats(choice("disk_format")).containerFormats(choice("container_format"));
        filter.createdAt(pairs.one("created_at")
                .map(value -> ImageFilters.times("created_at", value))
                .orElse(null));
        filter.updatedAt(pairs.one("updated_at")
                .map(value -> ImageFilters.times("updated_at", value))
                .orElse(null));
        filter.owner(pairs.one("owner").orElse(null));
        filter.tags(new LinkedHashSet<>(pairs.all("tag")));
        filter.isProtected(pairs.one("protected").map(ImageQuery::isProtected).orElse(null));
        pairs.one("checksum")
                .ifPresent(value -> readHash(value, MD5_DIGITS, statuses).ifPresent(filter::md5));
        pairs.one("os_hash_value")
                .ifPresent(value -> readHash(value, SHA512_DIGITS, statuses).ifPresent(filter::sha512));
        filter.statuses(statuses);
    }

    /** What can be no id is none's; and where none can be one no status is left. */
    private static Set<String> readIds(Set<String> asked, Set<Status> statuses) {
        Set<String> ids = asked.stream()
                .map(id -> id.toLowerCase(Locale.ROOT))
                .filter(Image::isId)
                .collect(Collectors.toSet());
        if (ids.isEmpty()) {
            statuses.clear();
        }
        return ids;
    }

    private static Set<Status> statuses(String value) {
        return ImageFilters.choice("status", value).stream()
                .flatMap(word -> GlanceStatus.parse(word).stream())
                .collect(Collectors.toSet());
    }

    private Set<String> choice(String name) {
        return pairs.one(name).map(value -> ImageFilters.choice(name, value)).orElse(Set.of());
    }

    /** As hex, of which there are so many digits; else none is of that hash, and so no status is left. */
    private static Optional<String> readHash(String value, int digits, Set<Status> statuses) {
        String hash = value.toLowerCase(Locale.ROOT);
        if (!hash.matches("[0-9a-f]{" + digits + "}")) {
            statuses.clear();
            return Optional.empty();
        }
        return Optional.of(hash);
    }

    private static boolean isProtected(String value) {
        if (!value.equals("true") && !value.equals("false")) {
            throw Fault.badRequest("protected must be true or false");
        }
        return value.equals("true");
    }

    private void readNumbers(FilterBuilder filter) {
        filter.size(range("size")).minRam(range("min_ram")).minDisk(range("min_disk"));
    }

    /** Null if no number is asked for. */
    private Range range(String name) {
        Long exactly = pairs.number(name);
        Long min = pairs.number(name + "_min");
        Long max = pairs.number(name + "_max");
        Long from = exactly == null || min != null && min > exactly ? min : exactly;
        Long to = exactly == null || max != null && max < exactly ? max : exactly;
        return Range.of(from, to);
    }

    private void readVisibility(FilterBuilder filter) {
        boolean isHidden =
                pairs.one("os_hidden").map(value -> truth("os_hidden", value)).orElse(false);
        filter.isHidden(isHidden);
        pairs.one("visibility").ifPresent(word -> {
            if (!word.equals("all")) {
                filter.visibilities(EnumSet.of(word("visibility", word, EnumSet.allOf(Visibility.class))));
            }
            filter.includesCommunity(word.equals("all") || word.equals("community"));
        });
        pairs.one("member_status").ifPresent(word -> {
            Set<MemberStatus> all = EnumSet.allOf(MemberStatus.class);
            filter.memberStatuses(word.equals("all") ? all : EnumSet.of(word("member_status", word, all)));
        });
    }

    private static boolean truth(String name, String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Fault.badRequest(name + " must be true or false");
        };
    }

    private static <E extends Enum<E>> E word(String name, String word, Set<E> constants) {
        return EnumText.parse(constants, word)
                .orElseThrow(() -> Fault.badRequest(name + " must be one of " + EnumText.all(constants) + ", or all"));
    }

    private Map<String, Set<String>> properties() {
        Map<String, Set<String>> properties = new HashMap<>();
        for (String name : pairs.names()) {
            boolean isNumber = NUMBERS.contains(name.replaceFirst("_(min|max)$", ""));
            if (!PARAMETERS.contains(name) && !ImageOrder.PARAMETERS.contains(name) && !isNumber) {
                properties.put(name, Set.of(pairs.one(name).orElseThrow()));
            }
        }
        return properties;
    }

    private String marker() {
        return pairs.one("marker").map(id -> id.toLowerCase(Locale.ROOT)).orElse(null);
    }

    Query query() {
        return query;
    }

    /** How many images are asked for. */
    int limit() {
        Long limit = pairs.number("limit");
        if (limit != null && limit < 0) {
            throw Fault.badRequest("limit must be a whole number from 0");
        }
        return limit == null ? USUAL_LIMIT : (int) Math.min(limit, Integer.MAX_VALUE);
    }

    /** Whether it is to be told how many images there are in all. */
    boolean isCounted() {
        return pairs.one("with_count").map(value -> truth("with_count", value)).orElse(false);
    }

    /** The query string of the first page. */
    String first() {
        return pairs.without("marker");
    }

    /** The query string of the page that begins behind that image. */
    String after(String marker) {
        return pairs.with("marker", marker);
    }
}
