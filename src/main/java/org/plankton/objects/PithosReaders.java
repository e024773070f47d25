package org.plankton.objects;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.plankton.http.Response;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.Caller;

/**
 * One change of who may read an object of Pithos+: of its own list of readers, beside which those of a folder that it
 * is in count only as long as it has none.
 */
final class PithosReaders {
    private static final String HEADER = "X-Object-Sharing";

    private static final Pattern FOLDER = Pattern.compile("application/(directory|folder)\\s*(;.*)?");

    /** How many folders above an object are looked at, so that a long name does not make many requests. */
    private static final int LEVELS = 16;

    private final StoreHttp http;
    private final Caller caller;
    private final Location location;
    private final Set<String> readers;
    private final Set<String> former;

    /** @throws Fault BAD_REQUEST if Pithos+ cannot name one of the readers */
    PithosReaders(StoreHttp http, Caller caller, Location location, Set<String> readers, Set<String> former) {
        for (String reader : readers) {
            if (!reader.equals(reader.toLowerCase(Locale.ROOT))) {
                // Pithos+ would give the right to whoever has that name in lower case.
                throw Fault.badRequest("member_id must be in lower case: the object store knows no other accounts");
            }
        }
        this.http = http;
        this.caller = caller;
        this.location = location;
        this.readers = readers;
        this.former = former;
    }

    /**
     * @param object the response to HEAD
     * @throws Fault those of {@link Sharing#share}
     */
    void change(Response object) {
        boolean inherits = object.header("X-Object-Shared-By").isPresent();
        SharingHeader now = sharing(object);
        SharingHeader then = inherits ? beside(now) : instead(now);
        if (inherits ? then.equals(SharingHeader.NONE) : then.equals(now)) {
            return;
        }
        // Without "update" the request would also replace the object's own metadata, by none.
        HttpPost request = new HttpPost(http.addresses().object(location) + "?update");
        request.setHeader(HEADER, then.header());
        Response response = http.exchange(caller, request);
        switch (response.status()) {
            case 202 -> {}
            case 403 ->
                throw caller.isService()
                        ? refusal(response)
                        : response.from().unreliable("forbade to share what it had shown to its owner");
            default -> throw refusal(response);
        }
    }

    private static Fault refusal(Response response) {
        return StoreResponses.refusal(
                response, "sharing", "the object store lets only the file's owner say who may read it");
    }

    private static SharingHeader sharing(Response object) {
        return object.header(HEADER).map(SharingHeader::parse).orElse(SharingHeader.NONE);
    }

    /**
     * What is to be written to an object that has no list of its own: a list of its own replaces the folder's, so those
     * are in it who read or write by the folder. Whom the registry takes away has not been let in by it here.
     *
     * @param folders what it inherits
     * @return NONE if nothing is to be written
     */
    private SharingHeader beside(SharingHeader folders) {
        boolean isOpen = folders.read().contains(Sharing.EVERYONE);
        // Everyone is not written to the object for somebody's sake: that would outlive the folder's being open.
        return readers.isEmpty() || isOpen && !readers.contains(Sharing.EVERYONE)
                ? SharingHeader.NONE
                : folders.with(readers, Set.of());
    }

    /**
     * What is to be written to an object that has a list of its own, or is shared with nobody. Who reads by the folder,
     * too, is not the registry's to take away; and where nobody is left but they, the object goes back to what the
     * folder says.
     */
    private SharingHeader instead(SharingHeader now) {
        SharingHeader without = now.with(readers, former);
        if (now.with(readers, Set.of()).equals(without)) {
            return without;
        }
        SharingHeader folders = folders();
        SharingHeader then = now.with(readers, folders.without(former));
        return readers.isEmpty() && then.equals(folders) ? SharingHeader.NONE : then;
    }

    /** What an object there would inherit. */
    private SharingHeader folders() {
        String path = location.object();
        for (int level = 0, slash = path.lastIndexOf('/'); level < LEVELS && slash > 0; level++) {
            for (String folder : List.of(path.substring(0, slash + 1), path.substring(0, slash))) {
                Optional<SharingHeader> sharing = http.head(
                                caller, new Location(location.account(), location.container(), folder))
                        .filter(response -> response.header("Content-Type")
                                .filter(type -> FOLDER.matcher(type).matches())
                                .isPresent())
                        .map(PithosReaders::sharing)
                        .filter(some -> !some.equals(SharingHeader.NONE));
                if (sharing.isPresent()) {
                    return sharing.get();
                }
            }
            slash = path.lastIndexOf('/', slash - 1);
        }
        return SharingHeader.NONE;
    }
}
