package org.plankton.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.plankton.bench.Deployment.Measured;

/** The service against its limit, in turn, in one process. */
final class Duel {
    private final List<Measured> service = new ArrayList<>();
    private final List<Measured> limit = new ArrayList<>();

    private Duel() {}

    /** @param between what is done after each measurement, out of the time */
    static Duel of(
            int rounds, Deployment deployment, Supplier<Load> ofService, Supplier<Load> ofLimit, Runnable between) {
        Duel duel = new Duel();
        for (int round = 0; round < rounds; round++) {
            duel.service.add(measure(deployment, ofService, between));
            duel.limit.add(measure(deployment, ofLimit, between));
        }
        return duel;
    }

    private static Measured measure(Deployment deployment, Supplier<Load> work, Runnable between) {
        Measured measured = deployment.measure(() -> work.get().withoutFailures());
        between.run();
        return measured;
    }

    /**
     * How much of its limit the service reaches; more is better.
     *
     * @param speed of which more is better
     */
    Comparison compare(ToDoubleFunction<Load> speed) {
        return new Comparison(
                Ratio.of(cpuMillis(limit), cpuMillis(service)),
                Ratio.of(figures(service, speed), figures(limit, speed)));
    }

    /** Both means. */
    String speeds(ToDoubleFunction<Load> speed, String unit) {
        return Row.both(mean(service, speed), mean(limit, speed)) + " " + unit;
    }

    double meanOfService(ToDoubleFunction<Load> speed) {
        return mean(service, speed);
    }

    private static double mean(List<Measured> all, ToDoubleFunction<Load> figure) {
        return Row.mean(figures(all, figure));
    }

    private static List<Double> figures(List<Measured> all, ToDoubleFunction<Load> figure) {
        return all.stream().map(one -> figure.applyAsDouble(one.load())).toList();
    }

    /** Both means, a request. */
    String cpuMillis() {
        return Row.both(Row.mean(cpuMillis(service)), Row.mean(cpuMillis(limit)));
    }

    private static List<Double> cpuMillis(List<Measured> all) {
        return all.stream().map(Measured::cpuMillis).toList();
    }

    long peakHeap() {
        return service.stream().mapToLong(Measured::peakHeap).max().orElse(0);
    }
}
