package org.plankton.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** So many hostile clients at once, all in one thread; one that is thrown out comes again, until they are closed. */
final class Attack implements AutoCloseable {
    private static final int TICK_MILLIS = 20;

    /** All of them, one after the other. */
    private static final Duration COME_WITHIN = Duration.ofSeconds(2);

    /** A slow reader's machine takes no more for it than this. */
    private static final int SMALL_WINDOW = 8192;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3})\\b");
    private static final Pattern RETRY_AFTER = Pattern.compile("\r\nretry-after:", Pattern.CASE_INSENSITIVE);

    /**
     * A connection that is over, or was still open in the end.
     *
     * @param status of its answer; {@link Latency#NO_ANSWER} if there was none, {@link Latency#NO_RETRY_AFTER} if it
     *     was a 503 that does not say when to come again
     * @param answered nanoseconds until its headers had come
     * @param lived nanoseconds
     */
    record Life(int status, long answered, long lived, boolean isFirst) {}

    private final InetSocketAddress target;
    private final Script script;
    private final List<Connection> connections = new ArrayList<>();
    private final ConcurrentLinkedQueue<Life> lives = new ConcurrentLinkedQueue<>();
    private final Random spread = new Random(0);
    private final Selector selector;
    private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16); // the thread's
    private final Thread thread;
    private volatile boolean isOver;

    /** The same for a while, and not measured: what the service has for these clients is being compiled. */
    static void rehearse(int port, int connections, Script script, Duration time)
            throws IOException, InterruptedException {
        Attack rehearsal = new Attack(port, connections, script);
        try (rehearsal) {
            Thread.sleep(time.toMillis());
        }
    }

    Attack(int port, int connections, Script script) throws IOException {
        this.target = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.script = script;
        this.selector = Selector.open();
        long now = System.nanoTime();
        for (int i = 0; i < connections; i++) {
            // As many whole requests in one moment would keep others waiting, too.
            this.connections.add(new Connection(now + (long) (spread.nextDouble() * COME_WITHIN.toNanos())));
        }
        this.thread = new Thread(this::run, "attack");
        thread.setDaemon(true);
        thread.start();
    }

    /** Of those that are over; once this is closed, of all. */
    List<Life> lives() {
        return List.copyOf(lives);
    }

    /** Each by its status, with the time until its answer had come. */
    Latency answers() {
        Latency answers = new Latency();
        long now = System.nanoTime();
        lives.stream()
                .filter(life -> life.status != Latency.NO_ANSWER)
                .forEach(life -> answers.add(now - life.answered, life.status));
        return answers;
    }

    double longestLifeSeconds() {
        return lives.stream().mapToLong(Life::lived).max().orElse(0) / 1e9;
    }

    /** Whether every connection has been thrown out at least once. */
    boolean isRepelled() {
        return lives.stream().filter(Life::isFirst).count() == connections.size();
    }

    private final class Connection {
        private SocketChannel channel;
        private SelectionKey key;
        private ByteBuffer out;
        private final StringBuilder in = new StringBuilder();
        private long opened;
        private long next;
        private long answered;
        private int status;
        private boolean isFirst = true;

        Connection(long opens) {
            next = opens;
        }

        void open(long now) throws IOException {
            channel = SocketChannel.open();
            if (script.reads() > 0) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_WINDOW);
            }
            channel.configureBlocking(false);
            channel.connect(target);
            out = ByteBuffer.wrap(script.head().get());
            in.setLength(0);
            status = Latency.NO_ANSWER;
            opened = now;
            // Not all in the same moment.
            next = now + (long) (spread.nextDouble() * script.every().toNanos());
            key = channel.register(selector, SelectionKey.OP_CONNECT, this);
        }

        /** What is to be done now: since something has come, or it is time. */
        void act(long now) {
            try {
                if (channel == null) {
                    open(now);
                } else if (channel.finishConnect()) {
                    goOn(now);
                }
            } catch (IOException e) { // thrown out, or never let in
                end(now);
            }
        }

        private void goOn(long now) throws IOException {
            key.interestOps(script.reads() == 0 ? SelectionKey.OP_READ : 0);
            boolean isDue = now >= next;
            if (out.hasRemaining()) {
                channel.write(out);
            } else if (isDue && script.drip().length > 0) {
                channel.write(ByteBuffer.wrap(script.drip()));
            }
            if (isDue) {
                next = now + script.every().toNanos();
            }
            if (script.reads() == 0 || isDue) {
                buffer.clear().limit(script.reads() == 0 ? buffer.capacity() : script.reads());
                read(now);
            }
        }

        private void read(long now) throws IOException {
            int read = channel.read(buffer);
            if (status == Latency.NO_ANSWER && read > 0) {
                in.append(new String(buffer.array(), 0, read, StandardCharsets.ISO_8859_1));
                int end = in.indexOf("\r\n\r\n");
                if (end >= 0) {
                    status = status(in.substring(0, end));
                    answered = now - opened;
                }
            }
            if (read < 0 || status != Latency.NO_ANSWER && script.hangsUp()) {
                end(now);
            }
        }

        private static int status(String head) throws IOException {
            Matcher line = STATUS.matcher(head);
            if (!line.lookingAt()) {
                throw new IOException("not an answer: " + head);
            }
            int told = Integer.parseInt(line.group(1));
            return told == 503 && !RETRY_AFTER.matcher(head).find() ? Latency.NO_RETRY_AFTER : told;
        }

        void end(long now) {
            if (channel != null) {
                lives.add(new Life(status, answered, now - opened, isFirst));
                isFirst = false;
                try {
                    channel.close();
                } catch (IOException e) {
                    // It is gone.
                }
                channel = null;
                // They have long ceased to come all at once.
                next = now
                        + (long) ((0.5 + spread.nextDouble()) * script.again().toNanos());
            }
        }
    }

    private void run() {
        try {
            while (!isOver) {
                selector.select(TICK_MILLIS);
                long now = System.nanoTime();
                selector.selectedKeys().forEach(key -> ((Connection) key.attachment()).act(now));
                selector.selectedKeys().clear();
                connections.stream()
                        .filter(connection -> now >= connection.next)
                        .forEach(connection -> connection.act(now));
            }
            long now = System.nanoTime();
            connections.forEach(connection -> connection.end(now));
            selector.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        isOver = true;
        selector.wakeup();
        Threads.join(thread);
    }
}
