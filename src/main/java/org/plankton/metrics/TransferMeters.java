package org.plankton.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Images' bytes on their way to and from the object store. */
final class TransferMeters {
    private final Map<Direction, Way> ways = new EnumMap<>(Direction.class);

    /** Seen from the client. */
    enum Direction {
        UP,
        DOWN
    }

    /** How a transfer ends. */
    enum End {
        /** With the last byte. */
        COMPLETE,
        /** Before it: whoever sends the bytes or is to have them has gone, or wants no more. */
        CUT_OFF,
        /** The object store has not taken them. */
        FAILED
    }

    TransferMeters(MeterRegistry meters) {
        for (Direction direction : Direction.values()) {
            ways.put(direction, new Way(direction, meters));
        }
    }

    Transfer begin(Direction direction) {
        return new Transfer(ways.get(direction));
    }

    private static final class Way {
        private final Counter bytes;
        private final Map<End, Counter> ended = new EnumMap<>(End.class);
        private final Set<Transfer> underWay = ConcurrentHashMap.newKeySet();

        Way(Direction direction, MeterRegistry meters) {
            Tags tags = Tags.of("direction", word(direction));
            this.bytes = Counter.builder("plankton.transferred")
                    .description("of images, to or from the object store")
                    .baseUnit("bytes")
                    .tags(tags)
                    .register(meters);
            for (End end : End.values()) {
                ended.put(
                        end,
                        Counter.builder("plankton.transfers")
                                .description("of an image's bytes, or some of them, that have ended")
                                .tags(tags.and("end", word(end)))
                                .register(meters));
            }
            Gauges gauges = new Gauges(meters);
            gauges.gauge("plankton.transfers.under.way", "transfers that go on", tags, underWay::size);
            gauges.gauge(
                    "plankton.transfer.oldest.seconds",
                    "how long the transfer goes on that began first; 0 if there is none",
                    tags,
                    this::oldest);
        }

        private double oldest() {
            long now = System.nanoTime();
            long nanos = underWay.stream()
                    .mapToLong(transfer -> now - transfer.start)
                    .max()
                    .orElse(0);
            return nanos / (double) TimeUnit.SECONDS.toNanos(1);
        }

        private static String word(Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
    }

    /** One that goes on until it is ended. */
    static final class Transfer {
        private final long start = System.nanoTime();
        private final Way way;

        private Transfer(Way way) {
            this.way = way;
            way.underWay.add(this);
        }

        void count(long bytes) {
            way.bytes.increment(bytes);
        }

        /** A second end is none. */
        void end(End end) {
            if (way.underWay.remove(this)) {
                way.ended.get(end).increment();
            }
        }
    }
}
