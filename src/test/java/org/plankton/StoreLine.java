package org.plankton;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The line between a service and its object store. It passes on what comes, but makes trouble for transfers of images' bytes:
 * for all that begin from when it is told so until {@link #heal}. All of it may be called from any thread.
 */
final class StoreLine implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final URI store;
    private final ServerSocket socket;
    private final AtomicInteger transfers = new AtomicInteger();
    private volatile Trouble trouble = Trouble.none();

    private enum Kind {
        NONE,
        CUT,
        HOLD,
        HOLD_ANSWER,
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
    StoreLine(String store) throws IOException {
        this.store = URI.create(store);
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** The store's address as the service is to know it. */
    String url() {
        return "http://127.0.0.1:" + socket.getLocalPort() + store.getRawPath();
    }

    /** How many are under way. One that is held is, until it is healed, even if the service has given it up. */
    int transfers() {
        return transfers.get();
    }

    /** Breaks the connections, both ways, when so many bytes have passed. */
    void cut(long after) {
        begin(Kind.CUT, after, 0);
    }

    /** Stands still when so many bytes have passed. */
    void hold(long after) {
        begin(Kind.HOLD, after, 0);
    }

    /** The store has everything and answers, which the service does not hear. */
    void holdAnswers() {
        begin(Kind.HOLD_ANSWER, Long.MAX_VALUE, 0);
    }

    /** Answers in the store's place, and before the body; the store hears nothing. */
    void answerAtOnce(int status) {
        begin(Kind.ANSWER_AT_ONCE, 0, status);
    }

    /** The store has everything and answers, and the service hears something else. */
    void answerInstead(int status) {
        begin(Kind.ANSWER_INSTEAD, Long.MAX_VALUE, status);
    }

    private void begin(Kind kind, long after, int status) {
        heal();
        trouble = new Trouble(kind, after, status, new CountDownLatch(1));
    }

    /** Ends all trouble; what has been held goes on. */
    void heal() {
        Trouble former = trouble;
        trouble = Trouble.none();
        former.end.countDown();
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work, "store line");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void accept() {
        try {
            while (true) {
                Socket service = socket.accept();
                start(() -> pass(service));
            }
        } catch (IOException e) {
            // closed by the test
        }
    }

    private void pass(Socket service) {
        try (service;
                Socket target = new Socket(store.getHost(), store.getPort())) {
            String head = head(service.getInputStream());
            // The service makes a connection for every transfer, and none of these requests on any other.
            boolean isDownload = head.startsWith("GET ");
            if (!isDownload && !head.contains("\r\nIf-None-Match: *\r\n")) {
                pass(service, target, head, false, Trouble.none());
                return;
            }
            transfers.incrementAndGet();
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

    private static void pass(Socket service, Socket target, String head, boolean isDownload, Trouble trouble)
            throws IOException, InterruptedException {
        if (trouble.kind == Kind.ANSWER_AT_ONCE) {
            answer(service, trouble.status);
            service.getInputStream().transferTo(OutputStream.nullOutputStream());
            return;
        }
        target.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
        boolean isOfAnswer = isDownload || trouble.kind == Kind.HOLD_ANSWER || trouble.kind == Kind.ANSWER_INSTEAD;
        Thread answers = start(() -> pump(target, service, isOfAnswer ? trouble : Trouble.none()));
        pump(service, target, isOfAnswer ? Trouble.none() : trouble);
        answers.join();
    }

    private static void answer(Socket service, int status) throws IOException {
        String answer = "HTTP/1.1 " + status + " Trouble\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";
        service.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
    }

    /** Until one of the two has closed; then both have. */
    private static void pump(Socket from, Socket to, Trouble trouble) {
        byte[] buffer = new byte[BUFFER];
        long left = trouble.after;
        try (from;
                to) {
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
                        from.setSoLinger(true, 0);
                        to.setSoLinger(true, 0);
                        return;
                    }
                    trouble.end.await();
                    left = Long.MAX_VALUE;
                }
            }
        } catch (IOException e) {
            // One of the two is gone.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
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

    @Override
    public void close() throws IOException {
        socket.close();
        heal();
    }
}
