package org.plankton.cloud;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Accounts, containers and objects, in memory and as one small JSON file each, so that nothing but an unfinished upload
 * is lost when the process is killed.
 *
 * <p>Single reads and writes may come from any thread; whoever does several that belong together holds this object's
 * monitor meanwhile.
 */
final class Storage {
    /** Reads sets in the order they were written in, which is the order of X-Object-Sharing. */
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule().addAbstractTypeMapping(Set.class, LinkedHashSet.class))
            .build();

    private static final Set<String> FOLDER_TYPES = Set.of("application/directory", "application/folder");

    private final Path folder;
    private final Blocks blocks;
    private final NavigableMap<String, Account> accounts = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, Container> containers = new ConcurrentSkipListMap<>();
    private final NavigableMap<String, StoredObject> objects = new ConcurrentSkipListMap<>();
    private long lastVersion;
    private long lastTime;

    /**
     * An account that has been written to.
     *
     * @param modified microseconds since 1970
     * @param groups lists of accounts, by lower-case name
     * @param meta values of {@code X-Account-Meta-*}, by the header's full name
     */
    record Account(String name, long modified, Map<String, List<String>> groups, Map<String, String> meta) {}

    /**
     * @param modified microseconds since 1970
     * @param policy values of {@code X-Container-Policy-*}, by the header's full name
     * @param meta values of {@code X-Container-Meta-*}, by the header's full name
     */
    record Container(String account, String name, long modified, Map<String, String> policy, Map<String, String> meta) {
        String path() {
            return account + "/" + name;
        }
    }

    /**
     * @param versions oldest first, at least one
     * @param publicId null if the object is not published
     */
    record StoredObject(
            String account,
            String container,
            String name,
            List<Version> versions,
            Set<String> readers,
            Set<String> writers,
            String publicId) {
        /** The same object with another version on top. */
        StoredObject with(Version version) {
            List<Version> more = new ArrayList<>(versions);
            more.add(version);
            return new StoredObject(account, container, name, more, readers, writers, publicId);
        }

        StoredObject with(Sharing sharing) {
            return new StoredObject(account, container, name, versions, sharing.read(), sharing.write(), publicId);
        }

        StoredObject withPublicId(String id) {
            return new StoredObject(account, container, name, versions, readers, writers, id);
        }

        Version latest() {
            return versions.get(versions.size() - 1);
        }

        Sharing sharing() {
            return new Sharing(readers, writers);
        }

        String path() {
            return account + "/" + container + "/" + name;
        }
    }

    /**
     * An object as it was from {@code time} on.
     *
     * @param time microseconds since 1970
     * @param uuid stays when the content or metadata change or the object is moved; a copy has its own
     * @param hash Merkle hash of the blocks
     * @param size bytes
     * @param type as the client wrote it in Content-Type
     * @param modifiedBy account
     * @param meta values of {@code X-Object-Meta-*}, by the header's full name
     */
    record Version(
            long number,
            long time,
            String uuid,
            String hash,
            long size,
            List<String> blocks,
            String type,
            String modifiedBy,
            Map<String, String> meta) {}

    /** Who may write may read. */
    enum Access {
        READ,
        WRITE;

        /** As in {@code X-Object-Allowed-To}. */
        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** @param path of the object that says who may do what: the one in question, or a folder above it */
    record Grant(String path, Sharing sharing) {}

    /** Opens what is kept in that folder, which need not exist. */
    Storage(Path folder) throws IOException {
        this.folder = folder;
        this.blocks = new Blocks(folder.resolve("blocks"));
        for (Account account : load("accounts", Account.class)) {
            accounts.put(account.name(), account);
        }
        for (Container container : load("containers", Container.class)) {
            containers.put(container.path(), container);
        }
        for (StoredObject object : load("objects", StoredObject.class)) {
            objects.put(object.path(), object);
            lastVersion = Math.max(lastVersion, object.latest().number());
        }
    }

    Blocks blocks() {
        return blocks;
    }

    /** The account; an empty one if nothing was written to it. */
    Account account(String name) {
        return accounts.getOrDefault(name, new Account(name, 0, Map.of(), Map.of()));
    }

    Optional<Container> container(String account, String name) {
        return Optional.ofNullable(containers.get(account + "/" + name));
    }

    /** The account's containers by name. */
    List<Container> containers(String account) {
        return below(containers, account + "/");
    }

    Optional<StoredObject> object(String account, String container, String name) {
        return Optional.ofNullable(objects.get(account + "/" + container + "/" + name));
    }

    /** The objects whose path begins so, by name. */
    List<StoredObject> objects(String prefix) {
        return below(objects, prefix);
    }

    void put(Account account) throws IOException {
        save("accounts", account.name(), account);
        accounts.put(account.name(), account);
    }

    void put(Container container) throws IOException {
        save("containers", container.path(), container);
        containers.put(container.path(), container);
    }

    void put(StoredObject object) throws IOException {
        save("objects", object.path(), object);
        objects.put(object.path(), object);
        touch(object);
    }

    void remove(Container container) throws IOException {
        Files.deleteIfExists(file("containers", container.path()));
        containers.remove(container.path());
    }

    void remove(StoredObject object) throws IOException {
        Files.deleteIfExists(file("objects", object.path()));
        objects.remove(object.path());
        touch(object);
    }

    /** Forgets everything. Folders stay: whoever was broken off while writing may still be writing into one. */
    synchronized void reset() throws IOException {
        accounts.clear();
        containers.clear();
        objects.clear();
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.filter(Files::isRegularFile).toList()) {
                    Files.deleteIfExists(path);
                }
            }
        }
    }

    synchronized long nextVersion() {
        return ++lastVersion;
    }

    /** Microseconds since 1970, later than any answer before. */
    synchronized long now() {
        lastTime = Math.max(lastTime + 1, ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
        return lastTime;
    }

    /**
     * Who may do what with the object of that name, whether or not there is one; empty if nobody but the owner.
     *
     * <p>An object that is shared speaks for itself. Otherwise the nearest folder above it that is shared speaks.
     */
    Optional<Grant> grant(String account, String container, String name) {
        for (String at = name; !at.isEmpty(); at = parent(at)) {
            for (String candidate : at.equals(name) ? List.of(at) : List.of(at + "/", at)) {
                Optional<Grant> grant = object(account, container, candidate)
                        .filter(object -> !object.sharing().isEmpty())
                        .filter(object -> candidate.equals(name) || isFolder(object))
                        .map(object -> new Grant(object.path(), object.sharing()));
                if (grant.isPresent()) {
                    return grant;
                }
            }
        }
        return Optional.empty();
    }

    /** What the user may do with the object of that name by owning it or by a grant; empty: nothing. */
    Optional<Access> access(User user, String account, String container, String name) {
        if (user.account().equals(account)) {
            return Optional.of(Access.WRITE);
        }
        return grant(account, container, name).flatMap(grant -> {
            if (includes(grant.sharing().write(), user)) {
                return Optional.of(Access.WRITE);
            }
            return includes(grant.sharing().read(), user) ? Optional.of(Access.READ) : Optional.empty();
        });
    }

    /** The accounts that share something with this user. */
    List<String> accountsSharingWith(User user) {
        return objects.values().stream()
                .filter(object -> !object.account().equals(user.account()))
                .filter(object -> includes(object.readers(), user) || includes(object.writers(), user))
                .map(StoredObject::account)
                .distinct()
                .toList();
    }

    private boolean includes(Set<String> accounts, User user) {
        return accounts.contains("*")
                || accounts.contains(user.account())
                || accounts.stream().anyMatch(entry -> isGroupOf(entry, user));
    }

    private boolean isGroupOf(String entry, User user) {
        String[] parts = entry.split(":", 2);
        return parts.length == 2
                && account(parts[0]).groups().getOrDefault(parts[1], List.of()).contains(user.account());
    }

    private static boolean isFolder(StoredObject object) {
        return FOLDER_TYPES.contains(object.latest().type().split(";")[0].strip());
    }

    /** Empty if there is no slash before the name's last character. */
    private static String parent(String name) {
        int slash = name.lastIndexOf('/', name.length() - (name.endsWith("/") ? 2 : 1));
        return slash < 0 ? "" : name.substring(0, slash);
    }

    private void touch(StoredObject object) throws IOException {
        Container container = containers.get(object.account() + "/" + object.container());
        put(new Container(container.account(), container.name(), now(), container.policy(), container.meta()));
    }

    private static <T> List<T> below(NavigableMap<String, T> all, String prefix) {
        return List.copyOf(all.subMap(prefix, prefix + Character.MAX_VALUE).values());
    }

    private <T> List<T> load(String kind, Class<T> type) throws IOException {
        Path kept = folder.resolve(kind);
        if (!Files.exists(kept)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(kept)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .map(file -> read(file, type))
                    .toList();
        }
    }

    private static <T> T read(Path file, Class<T> type) {
        try {
            return JSON.readValue(file.toFile(), type);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void save(String kind, String path, Object value) throws IOException {
        Path file = file(kind, path);
        Files.createDirectories(file.getParent());
        Path whole = Files.createTempFile(file.getParent(), "", ".tmp");
        JSON.writeValue(whole.toFile(), value);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Named by a hash of the path, which may be longer than a file's name, or hold what a file's name may not. */
    private Path file(String kind, String path) {
        return folder.resolve(kind).resolve(UUID.nameUUIDFromBytes(path.getBytes(StandardCharsets.UTF_8)) + ".json");
    }
}
