package org.plankton.command;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.plankton.registry.Registry;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.ByteSource;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Change;
import org.plankton.registry.request.Expected;
import org.plankton.registry.request.Upload;
import org.plankton.registry.request.View;

/** Copies images' bytes, some images at once, and tells which could not be copied. */
final class CopyRun {
    /** So many one after the other that a party does not answer for, and the others need not be tried. */
    static final int SILENCES = 10;

    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Installation installation;
    private final Registry registry;
    private final ByteSource source;
    private final ReportLines report;
    private final Progress progress;
    private final Interruption interruption;
    private final Set<InputStream> open = ConcurrentHashMap.newKeySet();
    private int copied;
    private int failed;
    private int silences;
    private String lastReason = "";
    private boolean isOver;

    CopyRun(
            Installation installation,
            ByteSource source,
            ReportLines report,
            Progress progress,
            Interruption interruption) {
        this.installation = installation;
        this.registry = installation.registry();
        this.source = source;
        this.report = report;
        this.progress = progress;
        this.interruption = interruption;
    }

    /** How it has ended. */
    enum End {
        /** All were tried. */
        WHOLE,
        /** Somebody wanted it to end. */
        INTERRUPTED,
        /** A party did not answer again and again. */
        GIVEN_UP
    }

    synchronized int copied() {
        return copied;
    }

    synchronized int failed() {
        return failed;
    }

    /** Why the last one that could not be copied could not; empty if there is none. */
    synchronized String lastReason() {
        return lastReason;
    }

    End run(CopyWork work, int atOnce) throws IOException {
        Queue<ByteSource.Held> left = new ConcurrentLinkedQueue<>(work.images());
        ExecutorService threads = Executors.newFixedThreadPool(atOnce);
        List<Future<?>> copying = new ArrayList<>();
        for (int i = 0; i < atOnce; i++) {
            copying.add(threads.submit(() -> {
                copyAll(left);
                return null;
            }));
        }
        threads.shutdown();
        try {
            await(threads);
            for (Future<?> one : copying) {
                requireDone(one);
            }
            return interruption.isWanted() ? End.INTERRUPTED : goesOn() ? End.WHOLE : End.GIVEN_UP;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while images were copied");
        } finally {
            end();
        }
    }

    /** Where one thread fails by a fault of ours the others begin nothing further. */
    private void copyAll(Queue<ByteSource.Held> left) throws IOException {
        boolean isWell = false;
        try {
            while (goesOn()) {
                ByteSource.Held image = left.poll();
                if (image == null) {
                    break;
                }
                copy(image);
            }
            isWell = true;
        } finally {
            if (!isWell) {
                end();
            }
        }
    }

    private synchronized void end() {
        isOver = true;
    }

    /** Where somebody wants it to end, a source that is silent is waited for no longer. */
    private void await(ExecutorService threads) throws IOException, InterruptedException {
        while (!threads.awaitTermination(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
            if (interruption.isWanted()) {
                for (InputStream bytes : open) {
                    bytes.close();
                }
            }
        }
    }

    private static void requireDone(Future<?> work) throws IOException, InterruptedException {
        try {
            work.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException ofReport) {
                throw ofReport;
            }
            throw new IllegalStateException("copying has failed by a fault of its own", e.getCause());
        }
    }

    private synchronized boolean goesOn() {
        return !isOver && !interruption.isWanted() && silences < SILENCES;
    }

    /** @throws IOException only of the report */
    private void copy(ByteSource.Held image) throws IOException {
        try {
            upload(image);
            note(image, null, false);
        } catch (Fault fault) {
            note(image, fault.getMessage(), isSilence(fault));
        } catch (IOException e) {
            if (!interruption.isWanted()) {
                note(image, "its bytes did not come as they should: " + e.getMessage(), false);
            }
        }
    }

    /** Whether the next image would hardly do better. */
    private static boolean isSilence(Fault fault) {
        return fault.kind() == Fault.Kind.UNAVAILABLE || fault.kind() == Fault.Kind.UNAUTHORIZED;
    }

    /** @throws IOException if the source answers, and cannot give these bytes: others may be well */
    private InputStream open(ByteSource.Held image) throws IOException {
        try {
            return source.open(image);
        } catch (Fault fault) {
            if (fault.kind() == Fault.Kind.UNAVAILABLE && !fault.isOpen()) {
                throw new IOException(fault.getMessage(), fault);
            }
            throw fault;
        }
    }

    private void upload(ByteSource.Held image) throws IOException {
        Caller caller = caller();
        Expected expected = new Expected(
                OptionalLong.of(image.size()),
                Optional.empty(),
                image.md5().isEmpty() ? Optional.empty() : Optional.of(image.md5()));
        Status status = image.isUnavailable() ? Status.UNAVAILABLE : Status.AVAILABLE;
        try (InputStream bytes = new Watched(open(image))) {
            registry.upload(
                    caller,
                    image.id(),
                    Change.NONE,
                    new Upload(bytes, OptionalLong.of(image.size()), expected, status));
        }
    }

    /** With the token of now. What fails waits for its bytes again; and what was good for Glance is not looked into. */
    private Caller caller() {
        Caller operator = installation.operatorOfStore();
        View view = new View(
                operator.view().limits(), true, true, false, operator.view().newMember());
        return new Caller(operator.account(), operator.token(), view, operator.source());
    }

    /** @param reason null: it is copied */
    private synchronized void note(ByteSource.Held image, String reason, boolean isSilence) throws IOException {
        if (reason == null) {
            copied++;
            silences = 0;
            return;
        }
        failed++;
        lastReason = reason;
        silences = isSilence ? silences + 1 : 0;
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("id", image.id());
        line.put("size", image.size());
        line.put("reason", reason);
        report.write(line);
        report.flush();
    }

    /** Bytes that count as they pass, and end where somebody wants everything to end. */
    private final class Watched extends FilterInputStream {
        Watched(InputStream bytes) {
            super(bytes);
            open.add(this);
        }

        @Override
        public void close() throws IOException {
            open.remove(this);
            super.close();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (interruption.isWanted()) {
                throw new InterruptedIOException("interrupted");
            }
            int read = super.read(buffer, offset, length);
            if (read > 0) {
                synchronized (progress) {
                    progress.done(read);
                }
            }
            return read;
        }
    }
}
