package org.plankton.bench;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;

/** The columns of {@code image} that hold no text, as text: for whoever is to be as fast as can be with them. */
final class Columns {
    /** Images with the accounts that they hold numbers of. */
    static final String IMAGES =
            "image JOIN account owner ON owner.number = image.owner LEFT JOIN account place ON place.number ="
                    + " image.location_account";

    private static final HexFormat HEX = HexFormat.of();
    private static final int NUMBERS = 256;

    private final DataSource pool;

    /** By number, of each kind; null until it is asked for the first time. */
    private volatile Map<String, String[]> words;

    Columns(DataSource pool) {
        this.pool = pool;
    }

    static String uuid(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return new UUID(number(bytes, 0), number(bytes, Long.BYTES)).toString();
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }

    static String hex(ResultSet row, int column) throws SQLException {
        return HEX.formatHex(row.getBytes(column));
    }

    /** Of two columns, its account and its path. */
    static String location(ResultSet row, int column) throws SQLException {
        return "pithos://" + row.getString(column) + "/" + row.getString(column + 1);
    }

    String word(String kind, ResultSet row, int column) throws SQLException {
        if (words == null) {
            words = read();
        }
        return words.get(kind)[row.getInt(column)];
    }

    private Map<String, String[]> read() throws SQLException {
        Map<String, String[]> found = new HashMap<>();
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT kind, number, word FROM word")) {
            while (row.next()) {
                found.computeIfAbsent(row.getString(1), kind -> new String[NUMBERS])[row.getInt(2)] = row.getString(3);
            }
        }
        return found;
    }
}
