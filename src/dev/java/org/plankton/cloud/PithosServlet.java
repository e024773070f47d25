package org.plankton.cloud;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.plankton.cloud.Storage.Access;
import org.plankton.cloud.Storage.Account;
import org.plankton.cloud.Storage.Container;
import org.plankton.cloud.Storage.Grant;
import org.plankton.cloud.Storage.StoredObject;
import org.plankton.cloud.Storage.Version;

/**
 * A stand-in for Pithos+ 0.15, Synnefo's object store, below {@code /object-store/v1}: accounts and containers here,
 * objects in {@link PithosObjects}.
 *
 * <p>What it lacks: XML, quotas, requests for the state at an earlier time, manifests, updates of part of an object,
 * answers of several ranges, and pages at the addresses in {@code X-Object-Public}.
 */
@SuppressWarnings("serial") // no servlet here is ever serialised
public final class PithosServlet extends CloudServlet {
    private static final int ENTRIES_AT_MOST = 10_000;
    private static final Map<String, String> POLICY =
            Map.of("X-Container-Policy-Quota", "0", "X-Container-Policy-Versioning", "auto");
    private static final DateTimeFormatter ISO_DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

    private final Storage storage;
    private final PithosObjects objects;

    PithosServlet(Path folder) throws IOException {
        this.storage = new Storage(folder);
        this.objects = new PithosObjects(storage);
    }

    /** Forgets all accounts, containers and objects. */
    public void reset() throws IOException {
        storage.reset();
    }

    @Override
    void handle(HttpServletRequest request, HttpServletResponse response) throws IOException {
        PithosCall call = PithosCall.of(request, response);
        if (call.name().isEmpty() && call.method().equals("GET") && !call.isJson()) {
            response.setContentType("text/plain; charset=UTF-8"); // even if a fault comes of it
        }
        if (call.account().isEmpty()) {
            requireMethod(call, "GET");
            listAccounts(call, call.user());
        } else if (call.container().isEmpty()) {
            requireMethod(call, "HEAD", "GET", "POST");
            handleAccount(call, call.user());
        } else if (call.name().isEmpty()) {
            requireMethod(call, "HEAD", "GET", "PUT", "POST", "DELETE");
            handleContainer(call, call.user());
        } else {
            requireMethod(call, "HEAD", "GET", "PUT", "COPY", "MOVE", "POST", "DELETE");
            objects.handle(call, call.user());
        }
    }

    private static void requireMethod(PithosCall call, String... methods) {
        if (!List.of(methods).contains(call.method())) {
            call.response().setHeader("Allow", String.join(",", methods));
            throw new CloudFault(405, "Method not allowed");
        }
    }

    private void handleAccount(PithosCall call, User user) throws IOException {
        switch (call.method()) {
            case "POST" -> updateAccount(call, user);
            default -> listContainers(call, user);
        }
    }

    private void handleContainer(PithosCall call, User user) throws IOException {
        switch (call.method()) {
            case "PUT" -> createContainer(call, user);
            case "POST" -> updateContainer(call, user);
            case "DELETE" -> deleteContainer(call, user);
            default -> listObjects(call, user);
        }
    }

    private void listAccounts(PithosCall call, User user) throws IOException {
        List<String> accounts = page(call, storage.accountsSharingWith(user));
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String account : accounts) {
            entries.add(Map.of("name", account, "last_modified", isoDate(modified(account))));
        }
        writeList(call, accounts, entries);
    }

    /** HEAD and GET of an account. Who is not its owner sees only what contains something shared with him. */
    private void listContainers(PithosCall call, User user) throws IOException {
        boolean owner = user.account().equals(call.account());
        if (!owner && !storage.accountsSharingWith(user).contains(call.account())) {
            throw CloudFault.forbidden();
        }
        Account account = storage.account(call.account());
        List<Container> visible = storage.containers(call.account()).stream()
                .filter(container ->
                        owner || visibleObjects(user, container).findAny().isPresent())
                .toList();
        call.response().setHeader("Last-Modified", httpDate(instant(modified(call.account()))));
        if (owner) {
            call.set("X-Account-Container-Count", String.valueOf(visible.size()));
            call.set("X-Account-Bytes-Used", String.valueOf(size(storage.objects(call.account() + "/"))));
            call.set("X-Account-Policy-Quota", String.valueOf(Long.MAX_VALUE));
            account.meta().forEach(call::set);
            account.groups()
                    .forEach((group, members) ->
                            call.set("X-Account-Group-" + capitalize(group), String.join(",", members)));
        }
        if (call.method().equals("HEAD")) {
            call.response().setStatus(204);
            return;
        }
        Map<String, Container> byName = new TreeMap<>();
        visible.forEach(container -> byName.put(container.name(), container));
        List<String> names = page(call, List.copyOf(byName.keySet()));
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : names) {
            List<StoredObject> content = visibleObjects(user, byName.get(name)).toList();
            entries.add(Map.of(
                    "name",
                    name,
                    "count",
                    content.size(),
                    "bytes",
                    size(content),
                    "last_modified",
                    isoDate(byName.get(name).modified()),
                    "x_container_policy",
                    withoutPrefix(byName.get(name).policy(), "X-Container-Policy-")));
        }
        writeList(call, names, entries);
    }

    private void updateAccount(PithosCall call, User user) throws IOException {
        requireOwner(call, user);
        synchronized (storage) {
            Account before = storage.account(call.account());
            Map<String, List<String>> groups = new TreeMap<>(call.asks("update") ? before.groups() : Map.of());
            call.headers("X-Account-Group-").forEach((header, members) -> {
                String group = header.substring("X-Account-Group-".length()).toLowerCase(Locale.ROOT);
                if (group.contains("-")) {
                    throw CloudFault.badRequest("Bad characters in group name");
                }
                groups.put(
                        group,
                        Stream.of(members.replace(" ", "").split(","))
                                .filter(member -> !member.isEmpty())
                                .toList());
            });
            Map<String, String> meta = updated(before.meta(), call, "X-Account-Meta-");
            storage.put(new Account(call.account(), storage.now(), groups, meta));
        }
        call.response().setStatus(202);
    }

    private void createContainer(PithosCall call, User user) throws IOException {
        requireOwner(call, user);
        synchronized (storage) {
            Optional<Container> before = storage.container(call.account(), call.container());
            Map<String, String> policy =
                    over(before.map(Container::policy).orElse(POLICY), call.headers("X-Container-Policy-"));
            Map<String, String> meta =
                    over(before.map(Container::meta).orElse(Map.of()), call.headers("X-Container-Meta-"));
            storage.put(new Container(call.account(), call.container(), storage.now(), policy, meta));
            call.response().setStatus(before.isPresent() ? 202 : 201);
        }
    }

    /** Metadata and policy; with {@code ?update} also blocks for a file to come, which anyone may bring. */
    private void updateContainer(PithosCall call, User user) throws IOException {
        Map<String, String> policy = call.headers("X-Container-Policy-");
        Map<String, String> meta = call.headers("X-Container-Meta-");
        if (!call.asks("update") || !policy.isEmpty() || !meta.isEmpty()) {
            requireOwner(call, user);
            synchronized (storage) {
                Container before = container(call);
                storage.put(new Container(
                        call.account(),
                        call.container(),
                        storage.now(),
                        over(before.policy(), policy),
                        updated(before.meta(), call, "X-Container-Meta-")));
            }
        } else if (user.account().equals(call.account())) {
            container(call);
        }
        call.response().setStatus(202);
        if ("application/octet-stream".equals(call.request().getContentType())) {
            List<String> hashes = new ArrayList<>();
            objects.receive(call, hashes);
            writeList(call, hashes, hashes);
        }
    }

    private void deleteContainer(PithosCall call, User user) throws IOException {
        requireOwner(call, user);
        synchronized (storage) {
            Container container = container(call);
            List<StoredObject> content = storage.objects(container.path() + "/");
            if (call.asks("delimiter")) {
                for (StoredObject object : content) {
                    storage.remove(object);
                }
            } else if (content.isEmpty()) {
                storage.remove(container);
            } else {
                throw new CloudFault(409, "Container is not empty");
            }
        }
        call.response().setStatus(204);
    }

    /** HEAD and GET of a container. Who is not its owner sees only what is shared with him. */
    private void listObjects(PithosCall call, User user) throws IOException {
        boolean owner = user.account().equals(call.account());
        if (!owner
                && storage.container(call.account(), call.container())
                        .flatMap(container -> visibleObjects(user, container).findAny())
                        .isEmpty()) {
            throw CloudFault.forbidden();
        }
        Container container = container(call);
        List<StoredObject> content = storage.objects(container.path() + "/");
        call.response().setHeader("Last-Modified", httpDate(instant(container.modified())));
        call.set("X-Container-Block-Size", String.valueOf(Blocks.SIZE));
        call.set("X-Container-Block-Hash", "sha256");
        call.set("X-Container-Object-Meta", String.join(",", metaKeys(content)));
        if (owner) {
            call.set("X-Container-Object-Count", String.valueOf(content.size()));
            call.set("X-Container-Bytes-Used", String.valueOf(size(content)));
            container.policy().forEach(call::set);
            container.meta().forEach(call::set);
        }
        if (call.method().equals("HEAD")) {
            call.response().setStatus(204);
            return;
        }
        Map<String, StoredObject> byName = new LinkedHashMap<>();
        visibleObjects(user, container)
                .filter(object -> object.name().startsWith(call.query("prefix").orElse("")))
                .filter(object -> !call.asks("shared") || grant(object).isPresent())
                .forEach(object -> byName.put(object.name(), object));
        List<String> names = page(call, List.copyOf(byName.keySet()));
        List<Map<String, Object>> entries = new ArrayList<>();
        for (String name : names) {
            entries.add(entry(byName.get(name), user));
        }
        writeList(call, names, entries);
    }

    private Map<String, Object> entry(StoredObject object, User user) {
        Version version = object.latest();
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("hash", ""); // an MD5 in older versions
        entry.put("name", object.name());
        entry.put("bytes", version.size());
        entry.put("content_type", version.type());
        entry.put("last_modified", isoDate(version.time()));
        entry.put("x_object_hash", version.hash());
        entry.put("x_object_uuid", version.uuid());
        entry.put("x_object_version", version.number());
        entry.put("x_object_version_timestamp", seconds(version.time()));
        entry.put("x_object_modified_by", version.modifiedBy());
        grant(object).ifPresent(grant -> {
            entry.put("x_object_sharing", grant.sharing().format());
            if (!grant.path().equals(object.path())) {
                entry.put("x_object_shared_by", grant.path());
            }
            if (!user.account().equals(object.account())) {
                entry.put(
                        "x_object_allowed_to",
                        access(object, user).orElseThrow().word());
            }
        });
        return entry;
    }

    /** Microseconds since 1970, as the seconds that Python writes. */
    static BigDecimal seconds(long micros) {
        return BigDecimal.valueOf(micros, 6);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** What is there, and over it what the request's headers say; only the latter unless it asks for an update. */
    static Map<String, String> updated(Map<String, String> before, PithosCall call, String prefix) {
        Map<String, String> after = new TreeMap<>(call.asks("update") ? before : Map.of());
        after.putAll(call.headers(prefix));
        after.values().removeIf(String::isEmpty);
        return after;
    }

    /** Writes names a line each, or entries as JSON. */
    private static void writeList(PithosCall call, List<String> names, List<?> entries) throws IOException {
        if (call.isJson()) {
            writeJson(call.request(), call.response(), entries);
        } else if (names.isEmpty()) {
            call.response().setStatus(204);
        } else {
            write(call.request(), call.response(), String.join("\n", names) + "\n");
        }
    }

    /** The names behind the marker, as many as wanted. */
    private static List<String> page(PithosCall call, List<String> names) {
        String marker = call.query("marker").orElse("");
        String limit =
                call.query("limit").filter(text -> text.matches("\\d{1,4}")).orElse("");
        return names.stream()
                .filter(name -> name.compareTo(marker) > 0)
                .limit(limit.isEmpty() ? ENTRIES_AT_MOST : Integer.parseInt(limit))
                .toList();
    }

    private Stream<StoredObject> visibleObjects(User user, Container container) {
        return storage.objects(container.path() + "/").stream()
                .filter(object -> access(object, user).isPresent());
    }

    private Optional<Access> access(StoredObject object, User user) {
        return storage.access(user, object.account(), object.container(), object.name());
    }

    private Optional<Grant> grant(StoredObject object) {
        return storage.grant(object.account(), object.container(), object.name());
    }

    private Container container(PithosCall call) {
        return storage.container(call.account(), call.container()).orElseThrow(() -> CloudFault.notFound("Container"));
    }

    private static void requireOwner(PithosCall call, User user) {
        if (!user.account().equals(call.account())) {
            throw CloudFault.forbidden();
        }
    }

    /** Microseconds since 1970. */
    private long modified(String account) {
        return storage.containers(account).stream()
                .map(Container::modified)
                .max(Comparator.naturalOrder())
                .orElse(storage.account(account).modified());
    }

    private static long size(List<StoredObject> objects) {
        return objects.stream().mapToLong(object -> object.latest().size()).sum();
    }

    private static TreeSet<String> metaKeys(List<StoredObject> objects) {
        TreeSet<String> keys = new TreeSet<>();
        for (StoredObject object : objects) {
            for (String header : object.latest().meta().keySet()) {
                keys.add(header.substring("X-Object-Meta-".length()));
            }
        }
        return keys;
    }

    private static Map<String, String> over(Map<String, String> before, Map<String, String> changes) {
        Map<String, String> after = new TreeMap<>(before);
        after.putAll(changes);
        return after;
    }

    private static Map<String, String> withoutPrefix(Map<String, String> headers, String prefix) {
        Map<String, String> rest = new TreeMap<>();
        headers.forEach(
                (header, value) -> rest.put(header.substring(prefix.length()).toLowerCase(Locale.ROOT), value));
        return rest;
    }

    private static String capitalize(String word) {
        return word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
    }

    private static String isoDate(long micros) {
        return ISO_DATE.format(instant(micros));
    }
}
