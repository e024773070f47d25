package org.plankton.database;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.plankton.registry.image.SharedImage;
import org.plankton.registry.ports.MemberMapper;

/**
 * What the database does for a piece of a list of shared images: as many rows where thousands are shared as where tens
 * of thousands are.
 */
@Tag("long")
class SharedListingPlanTest {
    private static final int LIMIT = ListingCatalogue.LIMIT;

    /** In all parts together, with their merging and sorting. */
    private static final int OF_A_PIECE = 15 * LIMIT;

    /** Shares half of all images with one other. */
    private static final String GENEROUS = "owner-0";

    private static final String READER = "owner-1";

    /** Shares the other half, each image with somebody else. */
    private static final String SOCIABLE = "owner-2";

    /** Shares one of a hundred, and so has few, with who is a member of many. */
    private static final String MODEST = "owner-3";

    private static final String IMAGES = """
            INSERT INTO image (id, owner, name, location_account, location_path, location_hash, disk_format,
              container_format, size, checksum, status, visibility, is_public, is_hidden, properties, tags, md5,
              created_at, updated_at, readers_version, stage)
            SELECT UNHEX(CONCAT(LPAD(HEX(CRC32(seq)), 8, '0'), '000040008000', LPAD(seq, 12, '0'))),
              IF(seq <= 60, 4, IF(seq MOD 2, 1, 3)), CONCAT('image ', seq), 1001, CONCAT('images/', seq),
              LEFT(UNHEX(SHA2(CONCAT('pithos://owner/images/', seq), 256)), 16),
              (SELECT number FROM word WHERE kind = 'disk_format' AND word = 'raw'),
              (SELECT number FROM word WHERE kind = 'container_format' AND word = 'bare'),
              seq, UNHEX(SHA2(seq, 256)), (SELECT number FROM word WHERE kind = 'status' AND word = 'available'),
              (SELECT number FROM word WHERE kind = 'visibility' AND word = 'shared'), FALSE, FALSE,
              JSON_OBJECT('os', 'debian'), JSON_ARRAY('all'), UNHEX(MD5(seq)),
              '2012-01-01' + INTERVAL seq SECOND, '2020-01-01', 0, 0
            FROM seq_1_to_%d
            """;

    private static final String MEMBERS = """
            INSERT INTO image_member (image, account, status, created_at, updated_at)
            SELECT number, IF(owner = 3, 11 + number MOD 900, 2), 10, NOW(), NOW() FROM image
            """;

    private static final List<ListingCatalogue> CATALOGUES = new ArrayList<>();

    @BeforeAll
    static void makeTwoCatalogues() throws SQLException {
        CATALOGUES.add(new ListingCatalogue(3_000, IMAGES, MEMBERS));
        CATALOGUES.add(new ListingCatalogue(30_000, IMAGES, MEMBERS));
    }

    @AfterAll
    static void dropThem() throws SQLException {
        for (ListingCatalogue catalogue : CATALOGUES) {
            catalogue.drop();
        }
    }

    private static Map<String, Object> parameters(String account, SharedImage after) {
        Map<String, Object> parameters = new HashMap<>();
        parameters.put("account", account);
        parameters.put("includesReserved", true);
        parameters.put("after", after);
        parameters.put("limit", LIMIT);
        return parameters;
    }

    private static ListingPlan between(ListingCatalogue catalogue, String account, String other, SharedImage after) {
        Map<String, Object> parameters = parameters(account, after);
        parameters.put("other", other);
        return catalogue.plan(MemberMapper.class, "listShared", parameters);
    }

    private static ListingPlan to(ListingCatalogue catalogue, String account, String owner, SharedImage after) {
        Map<String, Object> parameters = parameters(account, after);
        parameters.put("owner", owner);
        return catalogue.plan(MemberMapper.class, "listSharedTo", parameters);
    }

    private static SharedImage middle(ListingCatalogue catalogue) {
        String id = String.format("00000000-0000-4000-8000-%012d", catalogue.size / 2);
        return new SharedImage(id, Instant.parse("2012-01-01T00:00:00Z").plusSeconds(catalogue.size / 2), false);
    }

    @Test
    void whatOneOwnerSharesWithOneMemberIsReadInItsOrderAsFarAsAPieceGoes() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            for (SharedImage after : new SharedImage[] {null, middle(catalogue)}) {
                between(catalogue, GENEROUS, READER, after)
                        .examinesAtMost(OF_A_PIECE)
                        .finds(LIMIT);
                between(catalogue, READER, GENEROUS, after)
                        .examinesAtMost(OF_A_PIECE)
                        .finds(LIMIT);
                to(catalogue, READER, GENEROUS, after)
                        .examinesAtMost(OF_A_PIECE)
                        .finds(LIMIT);
            }
        }
    }

    @Test
    void anOwnersFewImagesAreLookedAtAndNotTheMembersMany() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            between(catalogue, MODEST, READER, null).examinesAtMost(OF_A_PIECE).finds(LIMIT);
            to(catalogue, READER, MODEST, null).examinesAtMost(OF_A_PIECE).finds(LIMIT);
        }
    }

    @Test
    void aMembersFewImagesAreLookedAtAndNotTheOwnersMany() {
        String member = "owner-10";
        for (ListingCatalogue catalogue : CATALOGUES) {
            int shared = (int) catalogue.sharedWith(member);

            between(catalogue, SOCIABLE, member, null)
                    .examinesAtMost(OF_A_PIECE)
                    .finds(shared);
            between(catalogue, member, SOCIABLE, null)
                    .examinesAtMost(OF_A_PIECE)
                    .finds(shared);
            to(catalogue, member, SOCIABLE, null).examinesAtMost(OF_A_PIECE).finds(shared);
        }
    }

    @Test
    void allThatAMemberHasAcceptedIsLookedAtForEachPiece() {
        for (ListingCatalogue catalogue : CATALOGUES) {
            long bound = OF_A_PIECE + 4 * catalogue.sharedWith(READER);
            between(catalogue, READER, READER, null).examinesAtMost(bound).finds(LIMIT);
            to(catalogue, READER, null, middle(catalogue)).examinesAtMost(bound).finds(LIMIT);
        }
    }
}
