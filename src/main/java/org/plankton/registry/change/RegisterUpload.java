package org.plankton.registry.change;

import java.io.IOException;
import java.lang.System.Logger.Level;
import org.plankton.registry.bytes.UploadBounds;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Metadata;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.Draft;
import org.plankton.registry.request.Upload;

/** Registers an image with its bytes: reserves it and uploads them. */
public final class RegisterUpload {
    private static final System.Logger LOG = System.getLogger(RegisterUpload.class.getName());

    private final Reserve reserve;
    private final UploadBytes upload;
    private final UploadBounds bounds;

    public RegisterUpload(Reserve reserve, UploadBytes upload, UploadBounds bounds) {
        this.reserve = reserve;
        this.upload = upload;
        this.bounds = bounds;
    }

    public Image register(Caller caller, Draft draft, Upload bytes) throws IOException {
        draft.metadata().applyTo(Metadata.NONE, false).requireFormats();
        bounds.require(bytes);
        draft.owner().filter(owner -> !owner.equals(caller.account())).ifPresent(owner -> {
            throw new Fault(Fault.Kind.FORBIDDEN, "owner: only the image's owner gives it its bytes");
        });
        String id = reserve.reserve(caller, draft).id();
        boolean isDone = false;
        try {
            Image image = upload.uploadReserved(caller, id, bytes);
            isDone = true;
            return image;
        } finally {
            if (!isDone) {
                takeBack(caller, id);
            }
        }
    }

    private void takeBack(Caller caller, String id) {
        try {
            reserve.takeBack(caller, id);
        } catch (RuntimeException e) {
            // Why the upload was refused is what the caller is to hear of; the reservation does no harm.
            Level level = e instanceof Fault ? Level.DEBUG : Level.ERROR;
            LOG.log(level, () -> "the reservation of image " + id + " was not taken back", e);
        }
    }
}
