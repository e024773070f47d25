package org.plankton.testing;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The line between a service and its object store. It passes on what comes, but makes trouble for transfers of images'
 * bytes: for all that begin from when it is told so until {@link #heal}. All of it may be called from any thread.
 */
public final class StoreLine implements AutoCloseable {
    private static final int BUFFER = 1 << 16;
    private static final Pattern LENGTH = Pattern.compile("\r\nContent-Length: (\\d+)\r\n");
    private static final String CHUNKED_END = "\r\n0\r\n\r\n";

    private final URI store;
    private final Listener listener = new Listener("store line");
    private final AtomicInteger transfers = new AtomicInteger();
    private final AtomicInteger begun = new AtomicInteger();
    private volatile Trouble trouble = Trouble.none();

    private enum Kind {
        NONE,
        CUT,
        HOLD,
        HOLD_ANSWER,
        DELAY,
        ANSWER_AT_ONCE,
        ANSWER_INSTEAD
    }

    /**
     * @param after so many bytes
     * @param status of the answer
     */
    private record Trouble(Kind kind, long after, int status, CountDownLatch end) {
        static Trouble none() {
            return new Trouble(Kind.NONE, Long.MAX_VALUE, 0, new CountDownLatch(0));
        }
    }

    /** @param store its address */
    public StoreLine(String store) throws IOException {
        this.store = URI.create(store);
        listener.listen(service -> listener.start(() -> pass(service)));
    }

    /** The store's address as the service is to know it. */
    public String url() {
        return "http://127.0.0.1:" + listener.port() + store.getRawPath();
    }

    /**
     * How many are under way. One that is held is, until it is healed, even if the service has given it up; and none is
     * over before the store has done with what it has got of it.
     */
    public int transfers() {
        return transfers.get();
    }

    /** How many there have been, with those under way. */
    public int begun() {
        return begun.get();
    }

    /** Breaks the connections, both ways, when so many bytes have passed. */
    public void cut(long after) {
        begin(Kind.CUT, after, 0);
    }

    /** Stands still when so many bytes have passed. */
    public void hold(long after) {
        begin(Kind.HOLD, after, 0);
    }

    /** The store has everything and answers, which the service does not hear. */
    public void holdAnswers() {
        begin(Kind.HOLD_ANSWER, Long.MAX_VALUE, 0);
    }

    /**
     * Breaks the connection to the service when all of an upload has come, and brings it to the store only when healed.
     */
    public void delay() {
        begin(Kind.DELAY, Long.MAX_VALUE, 0);
    }

    /** Answers in the store's place, and before the body; the store hears nothing. */
    public void answerAtOnce(int status) {
        begin(Kind.ANSWER_AT_ONCE, 0, status);
    }

    /** The store has everything and answers, and the service hears something else. */
    public void answerInstead(int status) {
        begin(Kind.ANSWER_INSTEAD, Long.MAX_VALUE, status);
    }

    private void begin(Kind kind, long after, int status) {
        heal();
        trouble = new Trouble(kind, after, status, new CountDownLatch(1));
    }

    /** Ends all trouble; what has been held goes on. */
    public void heal() {
        Trouble former = trouble;
        trouble = Trouble.none();
        former.end.countDown();
    }

    private void pass(Socket service) {
        try (service;
                Socket target = new Socket(store.getHost(), store.getPort())) {
            String head = head(service.getInputStream());
            // The service makes a connection for every transfer, and none of these requests on any other.
            boolean isDownload = head.startsWith("GET ");
            if (!isDownload && !head.contains("\r\nContent-Type: application/octet-stream\r\n")) {
                pass(service, target, head, false, Trouble.none());
                return;
            }
            transfers.incrementAndGet();
            begun.incrementAndGet();
            try {
                pass(service, target, head, isDownload, trouble);
            } finally {
                transfers.decrementAndGet();
            }
        } catch (IOException e) {
            // One of the two is gone, and the other one will see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void pass(Socket service, Socket target, String head, boolean isDownload, Trouble trouble)
            throws IOException, InterruptedException {
        if (trouble.kind == Kind.ANSWER_AT_ONCE) {
            answer(service, trouble.status);
            service.getInputStream().transferTo(OutputStream.nullOutputStream());
            return;
        }
        if (trouble.kind == Kind.DELAY) {
            byte[] body = body(service.getInputStream(), head);
            service.close();
            trouble.end.await();
            target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
            target.getOutputStream().write(body);
            target.shutdownOutput();
            target.getInputStream().transferTo(OutputStream.nullOutputStream());
            return;
        }
        target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        boolean isOfAnswer = isDownload || trouble.kind == Kind.HOLD_ANSWER || trouble.kind == Kind.ANSWER_INSTEAD;
        Thread answers = listener.start(() -> passAnswers(target, service, isOfAnswer ? trouble : Trouble.none()));
        passUpload(service, target, isOfAnswer ? Trouble.none() : trouble);
        answers.join();
    }

    private static void answer(Socket service, int status) throws IOException {
        String answer = "HTTP/1.1 " + status + " Trouble\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        service.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** Until one of the two has closed. The store may still be busy with what it has got. */
    private static void passUpload(Socket service, Socket target, Trouble trouble) throws InterruptedException {
        try {
            try {
                pump(service, target, trouble);
            } finally {
                target.shutdownOutput();
            }
        } catch (IOException e) {
            // One of the two is gone.
        }
    }

    /** Until one of the two has closed; then both have. */
    private static void passAnswers(Socket target, Socket service, Trouble trouble) {
        try (target;
                service) {
            pump(target, service, trouble);
        } catch (IOException e) {
            // One of the two is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Until there is no more to come, or trouble ends it. */
    private static void pump(Socket from, Socket to, Trouble trouble) throws IOException, InterruptedException {
        byte[] buffer = new byte[BUFFER];
        long left = trouble.after;
        InputStream in = from.getInputStream();
        for (int read; (read = in.read(buffer, 0, (int) Math.min(left, BUFFER))) >= 0; ) {
            switch (trouble.kind) {
                case HOLD_ANSWER -> trouble.end.await();
                case ANSWER_INSTEAD -> {
                    answer(to, trouble.status);
                    return;
                }
                default -> {}
            }
            to.getOutputStream().write(buffer, 0, read);
            left -= read;
            if (left == 0) {
                if (trouble.kind == Kind.CUT) {
                    for (Socket end : List.of(from, to)) {
                        end.setSoLinger(true, 0);
                        end.close();
                    }
                    return;
                }
                trouble.end.await();
                left = Long.MAX_VALUE;
            }
        }
    }

    /** With the empty line at its end. */
    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n", Math.max(0, head.length() - 4)) < 0) {
            int read = in.read();
            if (read < 0) {
                throw new IOException("no request");
            }
            head.append((char) read);
        }
        return head.toString();
    }

    /** As it comes, with all its framing. */
    private static byte[] body(InputStream in, String head) throws IOException {
        Matcher length = LENGTH.matcher(head);
        if (length.find()) {
            return in.readNBytes(Integer.parseInt(length.group(1)));
        }
        ByteArrayOutputStream chunks = new ByteArrayOutputStream();
        byte[] buffer = new byte[BUFFER];
        while (!chunks.toString(StandardCharsets.ISO_8859_1).endsWith(CHUNKED_END)) {
            int read = in.read(buffer);
            if (read < 0) {
                throw new IOException("no whole request");
            }
            chunks.write(buffer, 0, read);
        }
        return chunks.toByteArray();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        heal();
    }
}
