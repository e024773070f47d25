package org.plankton.glance;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** The row that a result of Glance's database is at. A column that is not there says nothing, like NULL. */
final class GlanceRow {
    private final ResultSet rows;
    private final Set<String> columns = new HashSet<>();

    GlanceRow(ResultSet rows) throws SQLException {
        this.rows = rows;
        ResultSetMetaData all = rows.getMetaData();
        for (int i = 1; i <= all.getColumnCount(); i++) {
            columns.add(all.getColumnLabel(i).toLowerCase(Locale.ROOT));
        }
    }

    /** What the table {@code images} says of it. */
    GlanceImageBuilder image() throws SQLException {
        Instant createdAt = time("created_at");
        Instant updatedAt = time("updated_at");
        return GlanceImageBuilder.builder()
                .id(text("id"))
                .name(text("name"))
                .owner(text("owner"))
                .status(text("status"))
                .visibility(text("visibility"))
                .isPublic(truth("is_public"))
                .diskFormat(text("disk_format"))
                .containerFormat(text("container_format"))
                .size(number("size"))
                .virtualSize(ImageMapping.positive(number("virtual_size").orElse(0)))
                .md5(text("checksum"))
                .algorithm(text("os_hash_algo"))
                .hash(text("os_hash_value"))
                .minRam((int) number("min_ram").orElse(0))
                .minDisk((int) number("min_disk").orElse(0))
                .isProtected(truth("protected"))
                .isHidden(truth("os_hidden"))
                .createdAt(createdAt)
                .updatedAt(updatedAt == null ? createdAt : updatedAt)
                .tags(List.of())
                .properties(Map.of())
                .members(new TreeMap<>())
                .locations(List.of())
                .untold(Set.of());
    }

    /** Null if there is none. */
    String text(String column) throws SQLException {
        return columns.contains(column) ? rows.getString(column) : null;
    }

    boolean truth(String column) throws SQLException {
        return columns.contains(column) && rows.getBoolean(column);
    }

    private OptionalLong number(String column) throws SQLException {
        if (!columns.contains(column)) {
            return OptionalLong.empty();
        }
        long number = rows.getLong(column);
        return rows.wasNull() ? OptionalLong.empty() : OptionalLong.of(number);
    }

    /** Glance writes UTC. Null if there is none. */
    private Instant time(String column) throws SQLException {
        LocalDateTime time = rows.getObject(column, LocalDateTime.class);
        return time == null ? null : time.toInstant(ZoneOffset.UTC);
    }
}
