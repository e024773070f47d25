package org.plankton.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server on 127.0.0.1 that answers every request in one odd way that no library would let it. */
public final class OddServer implements AutoCloseable {
    private static final Pattern CONTENT_LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

    private final ServerSocket socket;
    private final Thread acceptor;
    private final CompletableFuture<String> request = new CompletableFuture<>();
    private final CountDownLatch closed = new CountDownLatch(1);

    /** What is done with a connection after its request has been read, or just its head. */
    public interface Oddity {
        void answer(Socket client, CountDownLatch closed) throws IOException, InterruptedException;
    }

    public OddServer(Oddity oddity) throws IOException {
        this((client, head, closed) -> {
            // Closing with a part of the request unread would reset the connection, and the answer be lost.
            client.getInputStream().readNBytes(length(head));
            oddity.answer(client, closed);
        });
    }

    private OddServer(Reader reader) throws IOException {
        socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        acceptor = new Thread(() -> accept(reader), "odd server");
        acceptor.setDaemon(true);
        acceptor.start();
    }

    /** Does that without having read the request's body. */
    public static OddServer beforeTheBody(Oddity oddity) throws IOException {
        return new OddServer((client, head, closed) -> oddity.answer(client, closed));
    }

    private interface Reader {
        void read(Socket client, String head, CountDownLatch closed) throws IOException, InterruptedException;
    }

    /** Answers with that and closes. */
    public static OddServer answering(int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        return new OddServer((client, closed) -> {
            OutputStream out = client.getOutputStream();
            out.write(ascii("HTTP/1.1 " + status + " Odd\r\nConnection: close\r\nContent-Length: " + bytes.length
                    + "\r\n\r\n"));
            out.write(bytes);
            out.flush();
        });
    }

    /** Begins a long answer and then sends a byte of it every now and then, without an end. */
    public static OddServer trickling() throws IOException {
        return new OddServer((client, closed) -> {
            client.getOutputStream().write(ascii("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\n"));
            while (!closed.await(50, TimeUnit.MILLISECONDS)) {
                client.getOutputStream().write(' ');
                client.getOutputStream().flush();
            }
        });
    }

    /** Closes the connection without an answer. */
    public static OddServer hangingUp() throws IOException {
        return new OddServer((client, closed) -> client.setSoLinger(true, 0));
    }

    private void accept(Reader reader) {
        try {
            while (true) {
                Socket client = socket.accept();
                Thread answerer = new Thread(() -> answer(client, reader), "odd server");
                answerer.setDaemon(true);
                answerer.start();
            }
        } catch (IOException e) {
            closed.countDown(); // closed by the test
        }
    }

    private void answer(Socket client, Reader reader) {
        try (client) {
            String head = head(client.getInputStream());
            request.complete(head);
            reader.read(client, head, closed);
        } catch (IOException e) {
            request.completeExceptionally(e); // the client went away
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("no request");
            }
            head.append((char) b);
        }
        return head.toString();
    }

    private static int length(String head) {
        Matcher length = CONTENT_LENGTH.matcher(head);
        return length.find() ? Integer.parseInt(length.group(1)) : 0;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    public String url() {
        return "http://127.0.0.1:" + socket.getLocalPort();
    }

    /** Whether a request's head has come, once it has, or the first connection has ended without. */
    public boolean hasRequest() throws Exception {
        return request.handle((head, failure) -> failure == null).get(5, TimeUnit.SECONDS);
    }

    /** The head of the first request, once it has come. */
    public String request() {
        return request.join();
    }

    /** Whoever connects after that is refused, as nobody is accepting by then. */
    @Override
    public void close() throws IOException {
        closed.countDown();
        socket.close();
        try {
            acceptor.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
