package org.plankton.wire;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.plankton.cloud.CloudServer;
import org.plankton.cloud.User;
import org.plankton.development.EmbeddedMariaDb;
import org.plankton.development.Service;

/** The service as it is deployed, between a real database and the development cloud, for conversations with it. */
final class ServiceUnderTest implements AutoCloseable {
    private final String database;
    private final CloudServer cloud;
    private final Service service;
    private final ConversationRunner runner;

    /**
     * @param folder the object store's files
     * @param database its name
     * @param others settings that it has beside those that lead it to these parties
     */
    ServiceUnderTest(Path folder, String database, Map<String, String> others) throws IOException {
        this(folder, database, cloud -> others);
    }

    /** @param others by the cloud's address, or in the place of those that lead it to these parties */
    ServiceUnderTest(Path folder, String database, Function<URI, Map<String, String>> others) throws IOException {
        this.database = database;
        cloud = new CloudServer(folder, 0, Optional.empty());
        Map<String, String> settings = new TreeMap<>(Map.of(
                "plankton.database.url",
                EmbeddedMariaDb.shared().jdbcUrl(database),
                "plankton.database.user",
                "root",
                "plankton.identity.url",
                cloud.uri() + "/cloud/identity/v2.0",
                "plankton.store.url",
                cloud.uri() + "/cloud/object-store/v1",
                "plankton.admins",
                User.ADMIN.account()));
        settings.putAll(others.apply(cloud.uri()));
        service = Service.start(settings);
        runner = ConversationRunner.of(URI.create(service.address()), cloud.uri());
    }

    void hold(Conversation conversation) {
        forgetWhatIsNoted();
        runner.hold(conversation);
    }

    /**
     * So that nothing of an earlier conversation is settled in the middle of the next, whose files have the same names.
     * Where the store has not answered, that could be for three minutes.
     */
    private void forgetWhatIsNoted() {
        try (Connection connection = EmbeddedMariaDb.shared().connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("DELETE FROM image_sharing");
            statement.execute("DELETE FROM image_unsettled_reader");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        service.close();
        cloud.close();
    }
}
