package org.plankton.registry.bytes;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import org.plankton.registry.format.FormatInspection;
import org.plankton.registry.image.Content;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.request.Upload;

/** An upload's bytes as they pass: counted, hashed, bounded, and seen to end where they should. */
public final class UploadStream extends InputStream {
    private final Upload upload;
    private final InputStream bytes;
    private final UploadBounds bounds;
    private final BooleanSupplier isAlive;
    private final long nanosBetweenSigns;
    private final ConcurrentDigests digests;
    private final Metadata metadata;
    private final boolean isInspected;
    private final FormatInspection inspection = new FormatInspection();
    private boolean hasBegun;
    private long count;
    private long lastSign = System.nanoTime();

    /**
     * @param metadata of the image, which says what they are
     * @param isInspected whether they are refused if they are not
     * @param hashing by which they are hashed, unless they are few
     * @param isAlive is told, a few times a lease, that the upload is alive, and answers whether it is still wanted
     */
    public UploadStream(
            Upload upload,
            Metadata metadata,
            boolean isInspected,
            UploadBounds bounds,
            Executor hashing,
            BooleanSupplier isAlive) {
        this.upload = upload;
        this.bytes = upload.bytes();
        this.metadata = metadata;
        this.isInspected = isInspected;
        this.bounds = bounds;
        this.isAlive = isAlive;
        this.nanosBetweenSigns = bounds.lease().toNanos() / 4;
        this.digests = new ConcurrentDigests(hashing);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    /**
     * @throws EOFException if they end before their length
     * @throws Fault UNSUPPORTED if they are not what they should be; OVER_LIMIT if they are too many; STALE if they are
     *     not wanted any longer
     */
    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        hasBegun = true;
        int read = bytes.read(buffer, offset, length);
        if (read < 0) {
            giveSign(); // so that the store has a whole lease for what it does with them in the end
            // Some containers end a body in good order whose client went away in the middle.
            if (count < upload.length().orElse(0)) {
                throw new EOFException("the body ended before its length");
            }
            return read;
        }
        digests.update(buffer, offset, read);
        inspection.update(buffer, offset, read);
        refuse(inspection.objectionSoFar(metadata.diskFormat(), metadata.containerFormat()));
        count += read;
        if (count > bounds.longest()) {
            throw bounds.tooLong();
        }
        long now = System.nanoTime();
        if (now - lastSign >= nanosBetweenSigns) {
            giveSign();
            lastSign = now;
        }
        return read;
    }

    private void refuse(Optional<String> objection) {
        if (isInspected && objection.isPresent()) {
            throw new Fault(Fault.Kind.UNSUPPORTED, objection.get());
        }
    }

    private void giveSign() {
        if (!isAlive.getAsBoolean()) {
            throw unwanted();
        }
    }

    public long count() {
        return count;
    }

    /** Whether anybody has asked for the first of them. */
    public boolean hasBegun() {
        return hasBegun;
    }

    /** To be asked after the last of them: lower-case hex. */
    public String md5() {
        return digests.md5();
    }

    /** As {@link #md5}. */
    String sha512() {
        return digests.sha512();
    }

    /**
     * What an image has of them that is its own. To be asked after it is seen that they are as was said.
     *
     * @param object that the store has made of them
     */
    public Content content(Location location, StoredObject object) {
        return Content.of(location, object, md5())
                .with(its -> its.sha512(sha512())
                        .virtualSize(inspection.virtualSize(metadata.diskFormat(), metadata.containerFormat()))
                        .isOwn(true));
    }

    /**
     * To be asked after the last of them.
     *
     * @throws Fault UNSUPPORTED if they are not what they should be; BAD_REQUEST if their size or MD5 is not as was
     *     said
     */
    public void requireAsSaid() {
        inspection.end();
        refuse(inspection.objection(metadata.diskFormat(), metadata.containerFormat()));
        if (upload.expected().size().isPresent() && upload.expected().size().getAsLong() != count) {
            throw Fault.badRequest(
                    "size is not that of the body, which has " + count + " bytes; nothing of it is kept");
        }
        if (upload.expected().md5().isPresent()
                && !upload.expected().md5().get().equals(md5())) {
            throw Fault.badRequest(
                    "checksum is not that of the body, whose MD5 is " + md5() + "; nothing of it is kept");
        }
    }

    public static Fault unwanted() {
        return new Fault(
                Fault.Kind.STALE,
                "the image has been unregistered, or its upload taken for dead, in the meantime: look at it, and if it"
                        + " is queued upload again");
    }
}
