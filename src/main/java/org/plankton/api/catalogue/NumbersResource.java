package org.plankton.api.catalogue;

import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.plankton.api.jersey.Responses;
import org.plankton.api.words.EnumText;
import org.plankton.api.words.RecordJson;
import org.plankton.registry.Registry;
import org.plankton.registry.catalogue.Readiness;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Totals;

/** {@code /catalogue/v1/numbers}: how many images there are, and whose. */
@Path("numbers")
public final class NumbersResource {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";

    private final Registry registry;

    /** @param name what people call the account; null: nobody has told */
    private record AccountJson(String account, String name, long images, long bytes) {
        static AccountJson of(Totals.Holding holding) {
            return new AccountJson(
                    holding.account(), ImageEntry.orNull(holding.displayName()), holding.images(), holding.bytes());
        }
    }

    private record DayJson(String day, long images, long bytes) {
        static DayJson of(Totals.Day day) {
            return new DayJson(day.day().toString(), day.images(), day.bytes());
        }
    }

    private record Numbers(
            long images,
            Map<String, Long> byReadiness,
            Map<String, Long> byStatus,
            Map<String, Long> byFormat,
            Map<String, Long> byVisibility,
            List<AccountJson> accounts,
            List<DayJson> days) {
        static Numbers of(Totals totals) {
            return new Numbers(
                    totals.images(),
                    readiness(totals),
                    words(
                            EnumSet.complementOf(EnumSet.of(Status.DELETED)).toArray(Status[]::new),
                            EnumText::of,
                            totals.statuses()),
                    formats(totals),
                    words(Visibility.values(), EnumText::of, totals.visibilities()),
                    totals.most().stream().map(AccountJson::of).toList(),
                    totals.days().stream().map(DayJson::of).toList());
        }
    }

    @Inject
    public NumbersResource(Registry registry) {
        this.registry = registry;
    }

    @GET
    public Response show(@Context Caller caller, @Context UriInfo uri) {
        PageQuery.requireNone(uri.getRequestUri().getRawQuery());
        return Responses.json(RecordJson.of(Numbers.of(registry.totals(caller))))
                .build();
    }

    /** Of each, be it that there is none. */
    private static <E extends Enum<E>> Map<String, Long> words(
            E[] constants, Function<E, String> word, Map<E, Long> counts) {
        Map<String, Long> words = new LinkedHashMap<>();
        Arrays.stream(constants)
                .forEach(constant -> words.put(word.apply(constant), counts.getOrDefault(constant, 0L)));
        return words;
    }

    private static Map<String, Long> readiness(Totals totals) {
        Map<String, Long> words = words(Readiness.values(), Readiness::word, totals.readiness());
        words.put(UNKNOWN, rest(totals, totals.readiness()));
        return words;
    }

    /** Of those alone that some have: there are many others. */
    private static Map<String, Long> formats(Totals totals) {
        Map<String, Long> words = new LinkedHashMap<>();
        totals.diskFormats().forEach((format, count) -> words.put(EnumText.of(format), count));
        long none = rest(totals, totals.diskFormats());
        if (none > 0) {
            words.put(NONE, none);
        }
        return words;
    }

    private static long rest(Totals totals, Map<?, Long> counted) {
        return Math.max(
                0,
                totals.images()
                        - counted.values().stream().mapToLong(count -> count).sum());
    }
}
