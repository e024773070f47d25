package org.plankton.api.catalogue;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.plankton.api.words.ImageId;
import org.plankton.registry.catalogue.Catalogue;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.image.Words;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Filter;
import org.plankton.registry.request.FilterBuilder;
import org.plankton.registry.request.Query;
import org.plankton.registry.request.Query.Reach;
import org.plankton.registry.request.Query.Sort;
import org.plankton.registry.request.Query.SortDirection;
import org.plankton.registry.request.Query.SortKey;
import org.plankton.registry.request.SearchWord;

/** Which images a list is asked for. What cannot be read is a BAD_REQUEST that names the parameter. */
final class ListQuery {
    private static final String Q = "q";
    private static final String OS = "os";
    private static final String FORMAT = "format";
    private static final String READINESS = "readiness";
    private static final String STATUS = "status";
    private static final String SCOPE = "scope";
    private static final String HIDDEN = "hidden";
    private static final String SNAPSHOTS = "snapshots";
    private static final String OWNER = "owner";
    private static final String SORT = "sort";

    static final Set<String> PARAMETERS = Set.of(
            Q, OS, FORMAT, READINESS, STATUS, SCOPE, HIDDEN, SNAPSHOTS, OWNER, SORT, PageQuery.LIMIT, PageQuery.MARKER);

    /** A property's key, and what its value begins with; an address is none. */
    private static final Pattern PAIR = Pattern.compile("([^:]+):(?!//)(.+)");

    private static final Set<SortKey> SORT_KEYS =
            EnumSet.complementOf(EnumSet.of(SortKey.ID, SortKey.CONTAINER_FORMAT));
    private static final Sort NEWEST_FIRST = new Sort(SortKey.CREATED_AT, SortDirection.DESC);
    private static final Set<Status> LISTED = EnumSet.complementOf(EnumSet.of(Status.DELETED));

    /** Among whose images. */
    private enum Scope {
        ALL,
        MINE,
        SHARED,
        PUBLIC,
        EVERYONE
    }

    private final PageQuery page;
    private final Catalogue catalogue;
    private final Caller caller;

    ListQuery(PageQuery page, Catalogue catalogue, Caller caller) {
        this.page = page;
        this.catalogue = catalogue;
        this.caller = caller;
    }

    Query query() {
        Scope scope = scope();
        FilterBuilder filter = FilterBuilder.builder(Filter.NONE)
                .words(words())
                .diskFormats(page.one(FORMAT).map(ListQuery::formats).orElse(Set.of()))
                .readiness(page.one(READINESS).map(ListQuery::readiness).orElse(Set.of()))
                .isHidden(page.one(HIDDEN).map(word -> truth(HIDDEN, word)).orElse(false))
                .isSnapshot(
                        page.one(SNAPSHOTS).map(word -> truth(SNAPSHOTS, word)).orElse(null))
                .owner(page.one(OWNER)
                        .map(account -> Account.require(OWNER, account))
                        .orElse(null))
                .includesCommunity(scope == Scope.EVERYONE)
                .statuses(page.one(STATUS).map(ListQuery::statuses).orElse(LISTED));
        if (scope == Scope.MINE && page.one(OWNER).isPresent()) {
            throw Fault.badRequest("scope: mine is of your own images; leave owner out, or have another scope");
        }
        switch (scope) {
            case MINE -> filter.owner(caller.account());
            case PUBLIC -> filter.visibilities(EnumSet.of(Visibility.PUBLIC));
            default -> {}
        }
        return new Query(reach(scope), filter.build(), List.of(order()), marker());
    }

    /** Whether everybody's images are asked for, which are for administrators. */
    boolean isOfEveryone() {
        return scope() == Scope.EVERYONE;
    }

    private Scope scope() {
        return page.one(SCOPE)
                .map(word -> choice(SCOPE, word, EnumSet.allOf(Scope.class)))
                .orElse(Scope.ALL);
    }

    private static Reach reach(Scope scope) {
        return switch (scope) {
            case EVERYONE -> Reach.ALL;
            case SHARED -> Reach.SHARED;
            default -> Reach.VISIBLE;
        };
    }

    private String marker() {
        return page.one(PageQuery.MARKER)
                .map(id -> ImageId.parse(id).orElseThrow(() -> Fault.badRequest("marker must be an image's id")))
                .orElse(null);
    }

    private List<SearchWord> words() {
        List<String> sent = page.one(Q).stream()
                .flatMap(text -> Arrays.stream(text.strip().split("\\s+")))
                .filter(word -> !word.isEmpty())
                .toList();
        // What is copied from a page has dashes that stand alone; who has sent nothing else is told so.
        List<String> sayingSomething =
                sent.stream().filter(SearchWord::saysSomething).toList();
        Stream<SearchWord> searched =
                (sayingSomething.isEmpty() ? sent : sayingSomething).stream().map(this::word);
        Stream<SearchWord> system = page.one(OS).stream().map(text -> word(OS, keys("OS"), text));
        return Stream.concat(searched, system).toList();
    }

    private SearchWord word(String text) {
        Matcher pair = PAIR.matcher(text);
        return pair.matches() ? word(Q, keys(pair.group(1)), pair.group(2)) : word(Q, List.of(), text);
    }

    private static SearchWord word(String name, List<String> keys, String text) {
        try {
            return new SearchWord(keys, text);
        } catch (Fault fault) {
            throw new Fault(fault.kind(), name + ": " + fault.getMessage(), fault);
        }
    }

    /** As programs know it, as Synnefo stores it, and as it was written. */
    private List<String> keys(String key) {
        Set<String> keys = new LinkedHashSet<>();
        keys.add(key);
        catalogue.keys(key).forEach(one -> {
            keys.add(one);
            keys.add(Catalogue.fold(one));
        });
        return List.copyOf(keys);
    }

    private static Set<String> formats(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> Words.find(DiskFormat.class, word)
                        .map(Words::of)
                        .orElseThrow(() -> Fault.badRequest(
                                "format must be " + Words.any(DiskFormat.class) + ", or several with commas between")))
                .collect(Collectors.toSet());
    }

    private static Set<Readiness> readiness(String text) {
        Map<String, Readiness> words =
                Arrays.stream(Readiness.values()).collect(Collectors.toMap(Readiness::word, one -> one));
        return Arrays.stream(text.split(",", -1))
                .map(word -> Optional.ofNullable(words.get(word))
                        .orElseThrow(() -> Fault.badRequest(
                                "readiness must be ready, check or may-not-boot, or several with commas between")))
                .collect(Collectors.toSet());
    }

    private static Set<Status> statuses(String text) {
        return Arrays.stream(text.split(",", -1))
                .map(word -> choice(STATUS, word, LISTED))
                .collect(Collectors.toSet());
    }

    private static boolean truth(String name, String word) {
        if (!word.equals("true") && !word.equals("false")) {
            throw Fault.badRequest(name + " must be true or false");
        }
        return word.equals("true");
    }

    private Sort order() {
        return page.one(SORT).map(ListQuery::order).orElse(NEWEST_FIRST);
    }

    private static Sort order(String text) {
        String[] parts = text.split(":", 2);
        SortKey key = choice(SORT, parts[0], SORT_KEYS);
        return new Sort(
                key,
                parts.length == 1
                        ? SortDirection.ASC
                        : choice("the direction in " + SORT, parts[1], EnumSet.allOf(SortDirection.class)));
    }

    private static <E extends Enum<E>> E choice(String name, String word, Set<E> constants) {
        return constants.stream()
                .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> Fault.badRequest(name + " must be one of "
                        + constants.stream().map(Words::of).collect(Collectors.joining(", "))));
    }
}
