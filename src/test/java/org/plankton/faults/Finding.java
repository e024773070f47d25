package org.plankton.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What has been measured of a row, and which of it is not as it is owed. */
final class Finding {
    /** Seconds by which a busy machine may make a time longer, whatever the service does. */
    private static final double MACHINE = 1;

    private final double noise;
    private final List<Figure> figures = new ArrayList<>();

    /** @param noise milliseconds by which two p99 may differ on this machine, whatever the service does */
    Finding(double noise) {
        this.noise = noise;
    }

    List<Figure> figures() {
        return List.copyOf(figures);
    }

    boolean isKept() {
        return figures.stream().allMatch(Figure::isKept);
    }

    void is(String name, String owed, Object measured, boolean isKept) {
        figures.add(new Figure(name, owed, String.valueOf(measured), isKept));
    }

    void tell(String name, Object measured) {
        is(name, "", measured, true);
    }

    void none(String name, long measured) {
        is(name, "0", measured, measured == 0);
    }

    void some(String name, long measured) {
        is(name, "some", measured, measured > 0);
    }

    void atMost(String name, double measured, double bound) {
        is(name, "<= " + number(bound), number(measured), measured <= bound);
    }

    /** Of seconds, in which the machine has its part. */
    void within(String name, double measured, double bound) {
        is(name, "<= " + number(bound), number(measured), measured <= bound + MACHINE);
    }

    /** Of milliseconds, in which the machine has its part. */
    void soon(String name, double measured, double bound) {
        is(name, "<= " + number(bound), number(measured), measured <= Math.max(bound, noise));
    }

    /** The p99 of the same calls, in milliseconds, without the fault and with it. */
    void ratio(String name, double quiet, double attacked, double times) {
        is(
                name + ": p99, ms",
                "<= " + number(times) + " times",
                number(quiet) + " -> " + number(attacked),
                attacked <= Math.max(times * quiet, quiet + noise));
    }

    /** The same, if it may be so many milliseconds more. */
    void more(String name, double quiet, double attacked, double millis) {
        is(
                name + ": p99, ms",
                "<= " + number(millis) + " more",
                number(quiet) + " -> " + number(attacked),
                attacked <= quiet + Math.max(millis, noise));
    }

    static String number(double number) {
        return String.format(Locale.ROOT, number < 10 ? "%.1f" : "%.0f", number);
    }
}
