package org.plankton.testing;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The line between a service and a database, without TLS. It passes on what comes, packet by packet, until it is told
 * to make trouble. All of it may be called from any thread.
 */
public final class DatabaseLine implements AutoCloseable {
    private static final CountDownLatch NOTHING = new CountDownLatch(0);

    private final int database;
    private final Listener listener = new Listener("database line");
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<Moment> moment = new AtomicReference<>();
    private final AtomicInteger heartbeats = new AtomicInteger();
    private volatile CountDownLatch stand = NOTHING;
    private volatile Duration hesitation = Duration.ZERO;
    private volatile boolean isDeafToHeartbeats;

    /**
     * @param packets how many are still to come before it is there
     * @param text that they contain; others are not counted
     * @param isAnswered whether the database has the last one, and has answered it, which nobody hears
     */
    private record Moment(AtomicInteger packets, String text, boolean isAnswered, Runnable trouble) {}

    /** @param database its port, on 127.0.0.1 */
    public DatabaseLine(int database) throws IOException {
        this.database = database;
        listener.listen(this::take);
    }

    public int port() {
        return listener.port();
    }

    /** How often the service has asked whether the database is there. */
    public int heartbeats() {
        return heartbeats.get();
    }

    /**
     * Does that when so many packets of the service have come, from now on and on whatever connection, without those
     * that ask whether the database is there; the last is not passed on before that is done.
     */
    public void before(int packets, String text, Runnable trouble) {
        moment.set(new Moment(new AtomicInteger(packets), text, false, trouble));
    }

    /** The same when the last of them was answered; the answer is passed on when that is done. */
    public void after(int packets, String text, Runnable trouble) {
        moment.set(new Moment(new AtomicInteger(packets), text, true, trouble));
    }

    /** Whether that moment has not come; it does not any more. */
    public boolean forget() {
        return moment.getAndSet(null) != null;
    }

    /** So long it takes to be connected from now on, as where the server looks up who comes. */
    public void hesitate(Duration hesitation) {
        this.hesitation = hesitation;
    }

    /** Passes none of them on any more that ask whether the database is there. */
    public void swallowHeartbeats() {
        isDeafToHeartbeats = true;
    }

    /** Passes nothing on, from now on. */
    public void stand() {
        stand = new CountDownLatch(1);
    }

    /** Passes everything on. */
    public void go() {
        stand.countDown();
        stand = NOTHING;
    }

    @Override
    public void close() throws IOException {
        cut();
    }

    /** Breaks all connections, and takes no more. */
    public void cut() throws IOException {
        listener.close();
        for (Socket one : open) {
            one.close();
        }
        go();
    }

    /** Before it is passed on: it is not to be missed by who cuts all. */
    private void take(Socket service) {
        open.add(service);
        listener.start(() -> pass(service));
    }

    private void pass(Socket service) {
        LockSupport.parkNanos(hesitation.toNanos());
        try (service;
                Socket target = new Socket(InetAddress.getLoopbackAddress(), database)) {
            open.add(target);
            AtomicReference<Runnable> onAnswer = new AtomicReference<>();
            listener.start(() -> passAnswers(target, service, onAnswer));
            DataInputStream in = new DataInputStream(service.getInputStream());
            OutputStream out = target.getOutputStream();
            while (true) {
                byte[] packet = packet(in);
                stand.await();
                String text = new String(packet, StandardCharsets.ISO_8859_1);
                if (text.contains("LIMIT 0")) {
                    heartbeats.incrementAndGet();
                    if (!isDeafToHeartbeats) {
                        out.write(packet);
                    }
                    continue;
                }
                Moment now = count(text);
                if (now != null && now.isAnswered) {
                    onAnswer.set(now.trouble);
                } else if (now != null) {
                    now.trouble.run();
                }
                out.write(packet);
            }
        } catch (IOException e) {
            // One of the two is gone, and the other one will see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(service);
        }
    }

    private void passAnswers(Socket target, Socket service, AtomicReference<Runnable> onAnswer) {
        try (target;
                service) {
            byte[] buffer = new byte[1 << 14];
            for (int read; (read = target.getInputStream().read(buffer)) >= 0; ) {
                stand.await();
                Runnable trouble = onAnswer.getAndSet(null);
                if (trouble != null) {
                    trouble.run();
                }
                service.getOutputStream().write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One of the two is gone, and the other one will see.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(target);
        }
    }

    /** With its head: three bytes of length, the lowest first, and a number. */
    private static byte[] packet(DataInputStream in) throws IOException {
        byte[] head = new byte[4];
        in.readFully(head);
        int length = head[0] & 0xff | (head[1] & 0xff) << 8 | (head[2] & 0xff) << 16;
        byte[] packet = new byte[4 + length];
        System.arraycopy(head, 0, packet, 0, 4);
        in.readFully(packet, 4, length);
        return packet;
    }

    /** The moment, if it is there now; null if it is not. */
    private Moment count(String text) {
        Moment next = moment.get();
        if (next == null || !text.contains(next.text) || next.packets.decrementAndGet() > 0) {
            return null;
        }
        return moment.compareAndSet(next, null) ? next : null;
    }
}
