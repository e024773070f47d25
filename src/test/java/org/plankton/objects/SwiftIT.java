package org.plankton.objects;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.plankton.cloud.User;
import org.plankton.registry.image.Location;
import org.plankton.registry.image.StoredObject;
import org.plankton.registry.ports.ObjectStore;
import org.plankton.registry.ports.Sharing;
import org.plankton.registry.request.ByteRange;
import org.plankton.registry.request.Caller;
import org.plankton.registry.request.StoredBytes;
import org.plankton.registry.turns.Turns;
import org.plankton.testing.OpenStack;

/**
 * The contract, and what else is Swift's, with Swift itself. Not one of {@code mvn verify}'s tests: see
 * {@link OpenStack}.
 */
class SwiftIT extends SwiftContract {
    private SwiftObjectStore swift;

    @BeforeEach
    void connect() {
        Duration time = Duration.ofSeconds(10);
        swift = new SwiftObjectStore(url(), time, "AUTH_", "plankton", time, 4, new Turns(4));
        for (String container : names(new Location(ALICE.account(), "", ""))) {
            for (String object : names(new Location(ALICE.account(), container, ""))) {
                tell("DELETE", new Location(ALICE.account(), container, object), "");
            }
            tell("DELETE", new Location(ALICE.account(), container, ""), "");
        }
    }

    @AfterEach
    void close() throws IOException {
        swift.close();
    }

    /** Of containers, or of objects. */
    private List<String> names(Location location) {
        return tell("GET", location, "", "Accept", "text/plain").body().lines().toList();
    }

    @Override
    ObjectStore store() {
        return new InTheirNames();
    }

    @Override
    Sharing sharing() {
        return new InTheirNames();
    }

    @Override
    String url() {
        return OpenStack.swift();
    }

    @Override
    Caller known(Caller caller) {
        User user = User.withToken(caller.token()).orElse(null);
        return user == null ? new Caller(account(caller.account()), caller.token()) : OpenStack.caller(user);
    }

    private static String account(String account) {
        for (User user : User.values()) {
            if (user.account().equals(account)) {
                return OpenStack.caller(user).account();
            }
        }
        return account;
    }

    /** The contract's users are the development cloud's: here they have other accounts and tokens. */
    private final class InTheirNames implements ObjectStore, Sharing {
        private Location known(Location location) {
            return new Location(account(location.account()), location.container(), location.object());
        }

        private Set<String> known(Set<String> accounts) {
            return accounts.stream().map(SwiftIT::account).collect(Collectors.toSet());
        }

        @Override
        public String name() {
            return swift.name();
        }

        @Override
        public Optional<StoredObject> stat(Caller caller, Location location) {
            return swift.stat(SwiftIT.this.known(caller), known(location));
        }

        @Override
        public void share(
                Caller caller,
                Location location,
                Set<String> readers,
                Set<String> former,
                Consumer<StoredObject> look) {
            swift.share(SwiftIT.this.known(caller), known(location), known(readers), known(former), look);
        }

        @Override
        public boolean isGone(Caller owner, Location location) {
            return swift.isGone(SwiftIT.this.known(owner), known(location));
        }

        @Override
        public Location place(String account, String imageId) {
            return swift.place(account, imageId);
        }

        @Override
        public void put(Caller caller, Location location, InputStream bytes, OptionalLong length) throws IOException {
            swift.put(SwiftIT.this.known(caller), known(location), bytes, length);
        }

        @Override
        public Optional<StoredBytes> open(Caller caller, Location location, Optional<ByteRange> range) {
            return swift.open(SwiftIT.this.known(caller), known(location), range);
        }

        @Override
        public void delete(Caller caller, Location location) {
            swift.delete(SwiftIT.this.known(caller), known(location));
        }
    }
}
