package org.plankton.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** The rights that operators are told to give the bridge: what {@code docs/operating/bridge.md} has, and no others. */
public final class BridgeRights {
    public static final String ROLE = "plankton_bridge";

    /** Whom the page on coming from Synnefo lets read. */
    public static final String READER = "plankton_reader";

    private static final Path FOLDER = Path.of("docs/operating");
    private static final Pattern BLOCK = Pattern.compile("```sql\n(.*?)```", Pattern.DOTALL);

    private BridgeRights() {}

    /** @param withReaders whether also those for where Pithos+ is told of no readers */
    public static void give(PithosTables tables, boolean withReaders) {
        List<String> blocks = blocks("bridge.md");
        run(tables, ROLE, blocks.get(0));
        if (withReaders) {
            run(tables, ROLE, blocks.get(1));
        }
    }

    /** Those that an import needs, to {@link #READER}. */
    public static void giveReading(PithosTables tables) {
        run(tables, READER, blocks("adopting-synnefo.md").get(0));
    }

    /** What counts files that have a public link. */
    public static String queryOfLinks() {
        return blocks("adopting-synnefo.md").get(1);
    }

    /** What finds attributes that were left on older versions. */
    public static String queryOfOrphans() {
        return blocks("adopting-synnefo.md").get(2);
    }

    private static List<String> blocks(String page) {
        try {
            return BLOCK.matcher(Files.readString(FOLDER.resolve(page)))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A role is the whole server's, and was made for another database perhaps. */
    private static void run(PithosTables tables, String role, String block) {
        boolean isThere =
                !tables.texts("SELECT 1 FROM pg_roles WHERE rolname = ?", role).isEmpty();
        for (String statement : block.split(";")) {
            if (!statement.isBlank() && !(isThere && statement.contains("CREATE ROLE"))) {
                Postgres.execute(tables.url(), statement);
            }
        }
    }
}
