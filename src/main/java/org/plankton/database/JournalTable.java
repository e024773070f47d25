package org.plankton.database;

import org.apache.ibatis.annotations.Insert;
import org.plankton.registry.history.EditKind;
import org.plankton.registry.history.ImageState;
import org.plankton.registry.ports.Journal;
import org.plankton.registry.request.Source;

/** The journal as a table: an entry is a row, written in the transaction that makes the change. */
final class JournalTable implements Journal {
    /**
     * What is written to it. Texts are cut to what their columns hold: a change is not refused for its record. The time
     * is that at which the row is written, whatever the statement has waited for before; sessions are in UTC.
     */
    interface Rows {
        @Insert("INSERT INTO journal (made_at, kind, account, request, dialect, address, image, owner, bytes,"
                + " before_edit, after_edit)"
                + " VALUES (SYSDATE(6), #{kind}, #{account}, LEFT(#{source.request}, 80),"
                + " LEFT(#{source.dialect}, 16), LEFT(#{source.address}, 64), #{image,typeHandler=uuid},"
                + " #{owner}, LENGTH(#{before}) + LENGTH(#{after}), #{before}, #{after})")
        void insert(
                EditKind kind, String account, Source source, String image, String owner, String before, String after);
    }

    private final Rows rows;

    JournalTable(Rows rows) {
        this.rows = rows;
    }

    @Override
    public void write(Entry entry) {
        ImageState.Difference difference = entry.difference();
        rows.insert(
                entry.kind(),
                entry.account(),
                entry.source(),
                entry.image(),
                entry.owner(),
                HistoryRow.json(difference.before()),
                HistoryRow.json(difference.after()));
    }
}
