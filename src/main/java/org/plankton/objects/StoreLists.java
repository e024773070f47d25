package org.plankton.objects;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.plankton.http.Response;
import org.plankton.registry.image.Account;
import org.plankton.registry.image.Fault;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.PercentEncoding;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredContainer;
import org.plankton.registry.request.StoredFile;

/** Lists of what there is in the caller's own account, which both stores write alike. */
record StoreLists(StoreHttp http) {
    List<StoredContainer> containers(Caller caller, String after, int limit) {
        requireAccount(caller);
        String address = http.addresses().account(caller.account());
        List<StoredContainer> containers = new ArrayList<>();
        for (JsonNode entry : list(caller, address + page(after, limit)).orElse(List.of())) {
            if (entry.path("name").isTextual()) {
                containers.add(new StoredContainer(
                        entry.path("name").textValue(), number(entry.path("count")), number(entry.path("bytes"))));
            }
        }
        return containers;
    }

    List<StoredFile> files(Caller caller, String container, String prefix, String after, int limit) {
        requireAccount(caller);
        // Of the container alone its address is made, whatever is in it.
        Location any = new Location(caller.account(), container, "-");
        String address =
                http.addresses().container(any) + page(after, limit) + "&prefix=" + PercentEncoding.encodePart(prefix);
        List<StoredFile> files = new ArrayList<>();
        for (JsonNode entry : list(caller, address).orElseThrow(StoreLists::noContainer)) {
            Long size = number(entry.path("bytes"));
            if (entry.path("name").isTextual() && size != null) {
                files.add(new StoredFile(
                        new Location(
                                caller.account(), container, entry.path("name").textValue()),
                        size,
                        entry.path("last_modified").textValue(),
                        null));
            }
        }
        return files;
    }

    private static String page(String after, int limit) {
        return "?format=json&limit=" + limit + "&marker=" + PercentEncoding.encodePart(after);
    }

    private static Long number(JsonNode number) {
        return number.isIntegralNumber() && number.canConvertToLong() ? number.longValue() : null;
    }

    /** Empty if nothing is there, or can be called that. */
    private Optional<Iterable<JsonNode>> list(Caller caller, String address) {
        Response response = http.exchange(caller, new HttpGet(address));
        return switch (response.status()) {
            case 200 -> Optional.of(StoreResponses.list(response));
            case 204 -> Optional.of(List.of());
            case 404 -> Optional.empty();
            case 400, 414 -> { // as when a name is too long; a wrong address of the store looks the same, so it is told
                response.from().doubt("answered " + response.status());
                yield Optional.empty();
            }
            default -> throw StoreResponses.refusal(response, "listing", "the object store does not let it be listed");
        };
    }

    private static Fault noContainer() {
        return new Fault(Fault.Kind.NOT_FOUND, "there is no such container in your account");
    }

    /** The service itself has none. */
    private static void requireAccount(Caller caller) {
        if (!Account.isWellFormed(caller.account())) {
            throw new Fault(Fault.Kind.FORBIDDEN, "only who has an account in the object store lists its files");
        }
    }
}
