package org.plankton.faults;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.plankton.cloud.User;
import org.plankton.testing.RawConnection;
import org.plankton.testing.StoreLine;

/** Row cuts. */
final class UploadCuts implements Row {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
    private static final Duration UNDER_WAY_WITHIN = Duration.ofSeconds(5);
    private static final int LENGTH = 50_000;
    private static final int LIE = 1000;
    private static final User[] OWNERS = {User.ALICE, User.BOB, User.CAROL};

    /** No answer, on a connection that stays open. */
    private static final int SILENCE = -1;

    private static final Set<Integer> MISANSWERED = Set.of(500, Latency.NO_RETRY_AFTER, SILENCE);

    private enum Cut {
        CLIENT_CLOSES,
        CLIENT_RESETS,
        CLIENT_HALF_CLOSES,
        /** The client said that there would be more. */
        LENGTH_TOO_LONG,
        /** It said that there would be less. */
        LENGTH_TOO_SHORT,
        CHUNK_BROKEN,
        STORE_CUT,
        STORE_FROZEN,
        SERVICE_KILLED,
        DATABASE_KILLED;

        int length() {
            return switch (this) {
                case LENGTH_TOO_LONG -> LENGTH + LIE;
                case LENGTH_TOO_SHORT -> LENGTH - LIE;
                default -> LENGTH;
            };
        }

        boolean isOfStore() {
            return this == STORE_CUT || this == STORE_FROZEN;
        }
    }

    /**
     * One that was cut.
     *
     * @param whole what its image has if it is active
     * @param isUnderWay whether the service had begun with it when it was cut by another than the store
     * @param status of its answer; {@link Latency#NO_ANSWER} if the connection ended without one, and {@link #SILENCE}
     *     if it did not
     */
    private record Upload(User owner, String id, byte[] whole, boolean isUnderWay, int status, String what) {}

    @Override
    public String name() {
        return "cuts";
    }

    @Override
    public String stimulus() {
        return "uploads are cut at the first byte, in the middle and at the last: the client closes, resets, "
                + "half-closes, lies about the length, breaks a chunk; the store is cut off, or stands still; service "
                + "or database are killed; with plankton.store.idle=3 and, afterwards, plankton.upload.lease=9";
    }

    @Override
    public String owed() {
        return "no image is active whose bytes are not whole; what was acknowledged is there; once the lease is over "
                + "and the owner came by, no object is left that is no image's; nobody is told 500, or left waiting";
    }

    @Override
    public boolean isTimed() {
        return false;
    }

    @Override
    public void measure(Testbed bed, Finding finding) throws Exception {
        List<Upload> uploads = new ArrayList<>();
        try (StoreLine line = new StoreLine(bed.parties().settings().get("plankton.store.url"))) {
            String[] settings = {"plankton.store.url", line.url(), "plankton.store.idle", "3"};
            for (Cut cut : Cut.values()) {
                for (int at : places(bed)) {
                    Deployed service = bed.service(settings);
                    User owner = OWNERS[bed.random().nextInt(OWNERS.length)];
                    uploads.add(
                            cut(bed, service, line, cut, at, owner, bed.random().nextBoolean()));
                    line.heal();
                }
            }
            // A short lease is housekeeping often.
            bed.service("plankton.store.url", line.url(), "plankton.store.idle", "3", "plankton.upload.lease", "9");
            settle(bed, uploads, finding);
        }
        bed.forgetImages();
    }

    /** One of them by the seed, unless there is time for all. */
    private static int[] places(Testbed bed) {
        int[] all = {1, LENGTH / 2, LENGTH - 1};
        return bed.pace().isWhole() ? all : new int[] {all[bed.random().nextInt(all.length)]};
    }

    private static Upload cut(
            Testbed bed, Deployed service, StoreLine line, Cut cut, int at, User owner, boolean isLuckyChunked)
            throws Exception {
        boolean isChunked =
                cut == Cut.CHUNK_BROKEN || isLuckyChunked && cut != Cut.LENGTH_TOO_LONG && cut != Cut.LENGTH_TOO_SHORT;
        byte[] bytes = new byte[LENGTH];
        new Random(bed.random().nextLong()).nextBytes(bytes);
        String id = UUID.randomUUID().toString();
        String what = cut + " at " + at + (isChunked ? ", chunked" : "");
        switch (cut) {
            case STORE_CUT -> line.cut(at);
            case STORE_FROZEN -> line.hold(at);
            default -> {}
        }
        boolean isUnderWay = false;
        int status = Latency.NO_ANSWER;
        try (RawConnection connection = new RawConnection(service.port())) {
            connection.send(head(cut, owner, id, isChunked));
            int sent = cut.isOfStore() ? LENGTH : at;
            send(connection, bytes, 0, sent, isChunked);
            if (!cut.isOfStore()) {
                isUnderWay = Testbed.comesAbout(UNDER_WAY_WITHIN, () -> isNoted(bed, id));
            }
            act(bed, service, connection, cut, bytes, at, isChunked);
            if (cut != Cut.CLIENT_CLOSES && cut != Cut.CLIENT_RESETS) {
                status = status(connection.receive(false));
            }
        } catch (SocketTimeoutException e) {
            status = SILENCE;
        } catch (IOException e) {
            // No answer, as may be: the connection has ended.
        }
        if (cut == Cut.DATABASE_KILLED) {
            bed.database().restart();
            Testbed.await(
                    SOON,
                    "the service is back",
                    () -> bed.client()
                                    .send("GET", "/images?limit=1", owner.token())
                                    .statusCode()
                            == 200);
        }
        return new Upload(owner, id, Arrays.copyOf(bytes, Math.min(LENGTH, cut.length())), isUnderWay, status, what);
    }

    private static int status(RawConnection.Answer answer) {
        return answer.status() == 503 && answer.header("Retry-After").isEmpty()
                ? Latency.NO_RETRY_AFTER
                : answer.status();
    }

    private static byte[] head(Cut cut, User owner, String id, boolean isChunked) {
        return ascii(String.join(
                "\r\n",
                "POST /v1/images HTTP/1.1",
                "Host: 127.0.0.1",
                "X-Auth-Token: " + owner.token(),
                "Content-Type: application/octet-stream",
                "X-Image-Meta-Id: " + id,
                "X-Image-Meta-Name: cut",
                "X-Image-Meta-Disk_format: raw",
                "X-Image-Meta-Container_format: bare",
                isChunked ? "Transfer-Encoding: chunked" : "Content-Length: " + cut.length(),
                "",
                ""));
    }

    /** From before its first byte is on its way to the store. */
    private static boolean isNoted(Testbed bed, String id) {
        return !bed.parties()
                .query("SELECT 1 FROM image_upload WHERE image_id = '" + id + "'")
                .isEmpty();
    }

    private static void act(
            Testbed bed, Deployed service, RawConnection connection, Cut cut, byte[] bytes, int at, boolean isChunked)
            throws Exception {
        switch (cut) {
            case CLIENT_CLOSES -> connection.close();
            case CLIENT_RESETS -> connection.reset();
            case CLIENT_HALF_CLOSES -> connection.endSending();
            case LENGTH_TOO_LONG -> {
                send(connection, bytes, at, LENGTH, false);
                connection.endSending();
            }
            case LENGTH_TOO_SHORT -> send(connection, bytes, at, LENGTH, false);
            case CHUNK_BROKEN -> {
                connection.send(ascii("no number\r\n"));
                connection.endSending();
            }
            case STORE_CUT, STORE_FROZEN -> {
                if (isChunked) {
                    connection.send(ascii("0\r\n\r\n"));
                }
            }
            case SERVICE_KILLED -> service.kill();
            case DATABASE_KILLED -> {
                bed.database().kill();
                send(connection, bytes, at, LENGTH, isChunked);
                if (isChunked) {
                    connection.send(ascii("0\r\n\r\n"));
                }
            }
        }
    }

    private static void send(RawConnection connection, byte[] bytes, int from, int to, boolean isChunk)
            throws IOException {
        if (isChunk) {
            connection.send(ascii(Integer.toHexString(to - from) + "\r\n"));
        }
        connection.send(Arrays.copyOfRange(bytes, from, to));
        if (isChunk) {
            connection.send(ascii("\r\n"));
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void settle(Testbed bed, List<Upload> uploads, Finding finding) throws Exception {
        bed.parties().execute("UPDATE image_upload SET alive_at = alive_at - INTERVAL 2 HOUR");
        boolean isClear = Testbed.comesAbout(SETTLED_WITHIN, () -> {
            for (User owner : OWNERS) {
                bed.client().send("GET", "/images?limit=1", owner.token());
            }
            return bed.parties().query("SELECT 1 FROM image_upload").isEmpty();
        });
        finding.is("notes of uploads", "gone", isClear ? "gone" : "left", isClear);
        long torn = 0;
        long lost = 0;
        long left = 0;
        for (Upload upload : uploads) {
            HttpResponse<byte[]> image = Download.of(bed, upload.owner(), upload.id());
            boolean isActive = image.statusCode() == 200;
            boolean isTorn = isActive && !Arrays.equals(image.body(), upload.whole());
            boolean isLost = upload.status() == 201 && !isActive;
            boolean isLeft = !isActive && bed.parties().files(upload.owner()).contains(upload.id());
            if (isTorn || isLost || isLeft || MISANSWERED.contains(upload.status())) {
                System.err.printf(
                        "%s: answered %d, now %d, %s%n",
                        upload.what(), upload.status(), image.statusCode(), isLeft ? "its object is left" : "");
            }
            torn += isTorn ? 1 : 0;
            lost += isLost ? 1 : 0;
            left += isLeft ? 1 : 0;
        }
        finding.tell("uploads cut", uploads.size());
        finding.some(
                "cut under way", uploads.stream().filter(Upload::isUnderWay).count());
        finding.none("active and not whole", torn);
        finding.none("acknowledged and lost", lost);
        finding.none("objects left", left);
        finding.none("told 500", count(uploads, 500));
        finding.none("told 503 without Retry-After", count(uploads, Latency.NO_RETRY_AFTER));
        finding.none("neither answered nor closed", count(uploads, SILENCE));
    }

    private static long count(List<Upload> uploads, int status) {
        return uploads.stream().filter(upload -> upload.status() == status).count();
    }
}
