package org.plankton.pithos;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.plankton.registry.image.Fault;
import org.postgresql.core.Encoding;

/**
 * What matters of the server and its tables to who writes there.
 *
 * @param encoding in which texts are told
 * @param charset what texts can have in them
 * @param hasSnapshots whether there is the column {@code is_snapshot}
 * @param endsIdle whether it can be told to end transactions that stand still
 */
record MirrorServer(PithosRelease release, String encoding, Charset charset, boolean hasSnapshots, boolean endsIdle) {
    /** Whose version is as a number. Rows become JSON from then on, and rows can be locked as they need be here. */
    static final int OLDEST = 90_400;

    private static final int ENDS_IDLE = 90_600;

    /**
     * @param release empty: 0.16 if there is what came with that, else 0.15
     * @throws Fault UNAVAILABLE of a server that is too old
     */
    static MirrorServer of(CatalogueMapper catalogue, Optional<PithosRelease> release) {
        int version = catalogue.version();
        if (version < OLDEST) {
            throw new Fault(Fault.Kind.UNAVAILABLE, "the bridge needs PostgreSQL 9.4 or later for Pithos' database");
        }
        boolean hasSnapshots = catalogue.hasColumn("versions", "is_snapshot");
        String encoding = catalogue.encoding();
        return new MirrorServer(
                release.orElse(hasSnapshots ? PithosRelease.V0_16 : PithosRelease.V0_15),
                encoding,
                charset(catalogue.databaseEncoding()),
                hasSnapshots,
                version >= ENDS_IDLE);
    }

    /** In one that is said to be none in particular the library reads and writes UTF-8. */
    private static Charset charset(String encoding) {
        String name = encoding.equals("SQL_ASCII")
                ? "UTF8"
                : Encoding.getDatabaseEncoding(encoding).name();
        return Charset.isSupported(name) ? Charset.forName(name) : StandardCharsets.UTF_8;
    }
}
