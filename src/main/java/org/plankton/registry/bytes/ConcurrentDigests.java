package org.plankton.registry.bytes;

import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;

/**
 * MD5 and SHA-512 of the same bytes, worked out beside whoever passes them on. That one only copies them, and waits
 * where it is ahead by all the pieces that there are. A few bytes are hashed where they are, once they have ended.
 *
 * <p>No thread of the executor ever waits for bytes, so whoever has no more to pass on, or fails, may just leave this.
 *
 * <p>To be used by one thread at a time.
 */
final class ConcurrentDigests {
    static final int PIECE = 1 << 17;

    /** One being filled, one that either digest is at, and some so that nobody waits for a slow turn of another. */
    static final int PIECES = 4;

    private final Executor executor;
    private final Digest md5 = new Digest("MD5");
    private final Digest sha512 = new Digest("SHA-512");
    private final Piece[] pieces = new Piece[PIECES];

    /** How many have been handed over. */
    private long handedOver;

    /** Null after a failure: then these are of no bytes that anybody has. */
    private Piece filling = new Piece();

    private boolean isEnded;

    /** @param executor of whatever threads; each digest is given the bytes in their order */
    ConcurrentDigests(Executor executor) {
        this.executor = executor;
        pieces[0] = filling;
    }

    /** @throws InterruptedIOException where it is interrupted while it waits */
    void update(byte[] bytes, int offset, int length) throws InterruptedIOException {
        requireWhole();
        int end = offset + length;
        for (int from = offset; from < end; ) {
            if (filling.count == PIECE) {
                handOver();
                filling = next();
            }
            int count = Math.min(end - from, PIECE - filling.count);
            System.arraycopy(bytes, from, filling.bytes, filling.count, count);
            filling.count += count;
            from += count;
        }
    }

    private void handOver() {
        Piece piece = filling;
        md5.add(piece, executor);
        sha512.add(piece, executor);
        piece.hashed = CompletableFuture.allOf(md5.done, sha512.done);
        handedOver++;
        filling = null;
    }

    private void requireWhole() {
        if (filling == null) {
            throw new IllegalStateException("some of the bytes could not be hashed");
        }
    }

    /** The oldest, as soon as it has been hashed. */
    private Piece next() throws InterruptedIOException {
        int at = (int) (handedOver % PIECES);
        if (pieces[at] == null) {
            pieces[at] = new Piece();
        }
        Piece piece = pieces[at];
        try {
            piece.hashed.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while an upload was hashed");
        } catch (ExecutionException e) {
            throw new CompletionException(e.getCause());
        }
        piece.count = 0;
        return piece;
    }

    /** To be asked after the last of the bytes: lower-case hex. */
    String md5() {
        end();
        return md5.hex();
    }

    /** To be asked after the last of the bytes: lower-case hex. */
    String sha512() {
        end();
        return sha512.hex();
    }

    private void end() {
        if (isEnded) {
            return;
        }
        requireWhole();
        isEnded = true;
        if (handedOver > 0) {
            handOver();
        } else {
            md5.add(filling, Runnable::run);
            sha512.add(filling, Runnable::run);
        }
    }

    private static final class Piece {
        final byte[] bytes = new byte[PIECE];
        int count;

        /** Done once nobody needs the bytes any longer. */
        CompletableFuture<Void> hashed = CompletableFuture.completedFuture(null);
    }

    private static final class Digest {
        private final MessageDigest digest;

        /** With what has been added so far. */
        private CompletableFuture<Void> done = CompletableFuture.completedFuture(null);

        private String hex;

        Digest(String algorithm) {
            try {
                digest = MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("this Java has no " + algorithm, e);
            }
        }

        void add(Piece piece, Executor executor) {
            done = done.thenRunAsync(() -> digest.update(piece.bytes, 0, piece.count), executor);
        }

        String hex() {
            if (hex == null) {
                done.join();
                hex = HexFormat.of().formatHex(digest.digest());
            }
            return hex;
        }
    }
}
