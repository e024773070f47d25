package org.plankton.database;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.TreeMap;
import org.apache.ibatis.type.JdbcType;
import org.plankton.registry.history.HistoryEntry;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.request.Source;

/** Reads a whole row of the journal, whose columns are in the order of reading, as an entry. */
public final class HistoryRow extends ColumnHandler<HistoryEntry> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader READER = JSON.readerFor(new TypeReference<TreeMap<String, Object>>() {});

    @Override
    public HistoryEntry getNullableResult(ResultSet row, int first) throws SQLException {
        return new HistoryEntry(
                row.getLong(1),
                InstantHandler.read(row, 2),
                row.getString(3),
                new Source(row.getString(4), row.getString(5), row.getString(6)),
                WordHandler.EDITS.constant(row.getInt(7)),
                UuidHandler.read(row, 8),
                row.getString(9),
                state(row.getString(10)),
                state(row.getString(11)));
    }

    private static ImageState state(String json) {
        try {
            return new ImageState(READER.<TreeMap<String, Object>>readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the journal holds what is no state of an image", e);
        }
    }

    /** An entry is no value of a column. */
    @Override
    public void setNonNullParameter(PreparedStatement statement, int index, HistoryEntry entry, JdbcType type) {
        throw new UnsupportedOperationException();
    }

    static String json(ImageState state) {
        try {
            return JSON.writeValueAsString(state.values());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a state is of texts, numbers and what is so or not", e);
        }
    }
}
