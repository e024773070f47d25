package org.plankton.faults;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.plankton.testing.Listener;

/**
 * The way from the service to one of its parties, whatever they speak, on which there may be trouble: of every
 * connection, also of those that are there already. What is held up goes on when the trouble is another.
 */
final class Link implements AutoCloseable {
    private static final int BUFFER = 1 << 14;
    private static final long SECOND_MICROS = 1_000_000;
    private static final long PAUSE_MILLIS = 5;

    /** What a client of MariaDB sends to commit: a packet of seven bytes, the first of its exchange. */
    private static final String COMMIT = "\u0007\0\0\0\u0003COMMIT";

    enum Kind {
        NONE,
        /** Every piece takes so many milliseconds more. */
        LATENCY,
        /** So many bytes a second pass, either way. */
        BANDWIDTH,
        /** Both ends are reset when so many bytes have passed one way. */
        RESET,
        /** Nothing passes. */
        BLACKHOLE,
        /** The party hears everything, and nothing of what it says passes. */
        HALF_OPEN,
        /** The database hears COMMIT, and both ends are reset before its answer passes. */
        LOST_COMMIT
    }

    private record Trouble(Kind kind, int amount, CountDownLatch end) {
        Trouble(Kind kind, int amount) {
            this(kind, amount, new CountDownLatch(1));
        }
    }

    private final int target;
    private final Listener listener = new Listener("link");
    private final AtomicInteger lostCommits = new AtomicInteger();
    private volatile Trouble trouble = new Trouble(Kind.NONE, 0);

    /** @param target its port, at this machine */
    Link(int target) throws IOException {
        this.target = target;
        listener.listen(service -> listener.start(() -> pass(service)));
    }

    int port() {
        return listener.port();
    }

    void trouble(Kind kind, int amount) {
        Trouble former = trouble;
        trouble = new Trouble(kind, amount);
        former.end.countDown();
    }

    void heal() {
        trouble(Kind.NONE, 0);
    }

    /** How many there have been. */
    int lostCommits() {
        return lostCommits.get();
    }

    private void pass(Socket service) {
        try {
            Socket party = new Socket(InetAddress.getLoopbackAddress(), target);
            Pair pair = new Pair(service, party);
            listener.start(() -> pair.pump(party, service, true));
            pair.pump(service, party, false);
        } catch (IOException e) {
            reset(service);
        }
    }

    private static void reset(Socket socket) {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            // It is gone.
        }
    }

    private final class Pair {
        private final Socket service;
        private final Socket party;
        private volatile boolean isCommitted;

        Pair(Socket service, Socket party) {
            this.service = service;
            this.party = party;
        }

        void pump(Socket from, Socket to, boolean isAnswer) {
            try (from;
                    to) {
                byte[] buffer = new byte[BUFFER];
                Trouble last = trouble;
                long passed = 0;
                InputStream in = from.getInputStream();
                for (int read; (read = in.read(buffer)) >= 0; ) {
                    Trouble now = trouble;
                    passed = now == last ? passed + read : read;
                    last = now;
                    delay(now, isAnswer);
                    if (now.kind == Kind.RESET && passed >= now.amount
                            || now.kind == Kind.LOST_COMMIT && isAnswer && isCommitted) {
                        lostCommits.addAndGet(isCommitted ? 1 : 0);
                        reset(service);
                        reset(party);
                        return;
                    }
                    isCommitted |= now.kind == Kind.LOST_COMMIT
                            && !isAnswer
                            && new String(Arrays.copyOf(buffer, read), StandardCharsets.ISO_8859_1).endsWith(COMMIT);
                    write(now, to, buffer, read);
                }
            } catch (IOException e) {
                // One of the two is gone.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        /** With little bandwidth the bytes come by the clock, some at a time, until that is over. */
        private static void write(Trouble now, Socket to, byte[] bytes, int length)
                throws IOException, InterruptedException {
            long start = System.nanoTime();
            int sent = 0;
            while (now.kind == Kind.BANDWIDTH && sent < length && !now.end.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - start);
                int due = (int) Math.min(length, micros * now.amount / SECOND_MICROS);
                to.getOutputStream().write(bytes, sent, due - sent);
                sent = due;
            }
            to.getOutputStream().write(bytes, sent, length - sent);
        }

        private void delay(Trouble now, boolean isAnswer) throws InterruptedException {
            switch (now.kind) {
                case LATENCY -> now.end.await(now.amount, TimeUnit.MILLISECONDS);
                case BLACKHOLE -> now.end.await();
                case HALF_OPEN -> {
                    if (isAnswer) {
                        now.end.await();
                    }
                }
                case NONE, BANDWIDTH, RESET, LOST_COMMIT -> {}
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
    }
}
