package org.plankton.registry.bytes;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Finding;
import org.plankton.registry.image.Image;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.Status;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.rules.Access;
import org.plankton.registry.rules.Inspection;
import org.plankton.registry.turns.Turns.Turn;
import org.plankton.registry.writing.Findings;

/** Hands out images' bytes. What the store's answer tells of the file is recorded. */
public final class Download {
    private static final System.Logger LOG = System.getLogger(Download.class.getName());

    private final ObjectStore objects;
    private final Findings findings;
    private final Access access;
    private final Transfers transfers;

    public Download(ObjectStore objects, Findings findings, Access access, Transfers transfers) {
        this.objects = objects;
        this.findings = findings;
        this.access = access;
        this.transfers = transfers;
    }

    public StoredBytes open(Caller caller, Image image, Optional<ByteRange> range) {
        if (image.ownStatus() == Status.UNAVAILABLE && !access.isAdministrator(caller)) {
            throw new Fault(Fault.Kind.FORBIDDEN, "the image's owner says that it is not to be used");
        }
        if (!image.hasBytes() || image.ownStatus() == Status.ERROR) {
            throw new Fault(Fault.Kind.NOT_FOUND, "the image is not active: it has no data, or no good data");
        }
        Turn turn = transfers.take(caller);
        boolean isOpen = false;
        try {
            StoredBytes bytes = openInTurn(caller, image, range);
            isOpen = true;
            return Transfers.during(turn, bytes);
        } finally {
            if (!isOpen) {
                turn.close();
            }
        }
    }

    /** All of a file that has so many bytes at most. */
    public Optional<byte[]> read(Caller caller, Location location, int most) {
        Turn turn = transfers.take(caller);
        try {
            Optional<StoredBytes> opened = objects.open(caller, location, Optional.empty());
            if (opened.isEmpty()) {
                return Optional.empty();
            }
            try (StoredBytes file = opened.get()) {
                if (file.length() > most) {
                    throw new Fault(Fault.Kind.OVER_LIMIT, "the file has more than " + most + " bytes");
                }
                return Optional.of(file.stream().readNBytes(most));
            }
        } catch (IOException e) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the object store stopped in the middle of a file", e);
        } finally {
            turn.close();
        }
    }

    private StoredBytes openInTurn(Caller caller, Image image, Optional<ByteRange> range) {
        Optional<StoredBytes> bytes = objects.open(caller, image.location(), range);
        if (bytes.isEmpty()) {
            findings.look(caller, image);
            throw new Fault(
                    Fault.Kind.NOT_FOUND,
                    "the image's data is not in the object store any longer, or you may not read it there");
        }
        boolean isOpen = false;
        try {
            Finding finding = Inspection.of(image, bytes.map(StoredBytes::object));
            findings.record(caller, image, finding);
            if (finding != Finding.AS_REGISTERED) {
                throw new Fault(
                        Fault.Kind.NOT_FOUND,
                        "the image's file has been replaced since it was registered; its owner must register it again");
            }
            isOpen = true;
            return bytes.get();
        } finally {
            if (!isOpen) {
                close(bytes.get());
            }
        }
    }

    private static void close(StoredBytes bytes) {
        try {
            bytes.close();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "what nobody reads was not closed", e);
        }
    }
}
