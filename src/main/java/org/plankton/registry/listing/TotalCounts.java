package org.plankton.registry.listing;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.plankton.registry.image.DiskFormat;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Status;
import org.plankton.registry.image.Visibility;
import org.plankton.registry.ports.Database;
import org.plankton.registry.ports.Database.Tables;
import org.plankton.registry.ports.ImageMapper.Tally;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Totals;
import org.plankton.registry.request.Totals.Day;
import org.plankton.registry.rules.Access;

/** Counts everybody's images: what they are, whose, and since when. */
public final class TotalCounts {
    private static final int DAYS = 90;
    private static final int ACCOUNTS = 20;

    private final Database database;
    private final Access access;
    private final Clock clock;

    /** There is one, by the day on which it was made. */
    private final Counts<LocalDate, Totals> counts;

    public TotalCounts(Database database, Access access, Clock clock) {
        this.database = database;
        this.access = access;
        this.clock = clock;
        this.counts = new Counts<>(clock, totals -> true);
    }

    public Totals totals(Caller caller) {
        if (!access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "what there is of everybody's images is told to administrators");
        }
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return counts.get(today, () -> database.snapshot(tables -> count(tables, today)));
    }

    private static Totals count(Tables tables, LocalDate today) {
        List<Tally> tallies = tables.images().listTallies();
        long images = tallies.stream().mapToLong(Tally::count).sum();
        LocalDate first = today.minusDays(DAYS - 1);
        return new Totals(
                images,
                tables.assessments().countReadiness(),
                by(tallies, Tally::status, Status.class),
                by(tallies, Tally::diskFormat, DiskFormat.class),
                by(tallies, Tally::visibility, Visibility.class),
                tables.images().listMostHeld(ACCOUNTS),
                ends(
                        first,
                        new Day(today, images, tables.images().countBytes()),
                        tables.images().listDays(first.plusDays(1))));
    }

    /** Without those that have none. */
    private static <E extends Enum<E>> Map<E, Long> by(List<Tally> tallies, Function<Tally, E> kind, Class<E> type) {
        return tallies.stream()
                .filter(tally -> kind.apply(tally) != null)
                .collect(Collectors.groupingBy(kind, () -> new EnumMap<>(type), Collectors.summingLong(Tally::count)));
    }

    /**
     * What there was at the end of each day, backwards from what there is.
     *
     * @param now what there is, on the last of them
     * @param registered on days behind the first; the clock of who has registered them may be another
     */
    private static List<Day> ends(LocalDate first, Day now, List<Day> registered) {
        Deque<Day> left = new ArrayDeque<>(registered);
        Deque<Day> ends = new ArrayDeque<>();
        long images = now.images();
        long bytes = now.bytes();
        for (LocalDate day = now.day(); !day.isBefore(first); day = day.minusDays(1)) {
            while (!left.isEmpty() && left.getLast().day().isAfter(day)) {
                Day later = left.removeLast();
                images -= later.images();
                bytes -= later.bytes();
            }
            ends.addFirst(new Day(day, images, bytes));
        }
        return List.copyOf(ends);
    }
}
