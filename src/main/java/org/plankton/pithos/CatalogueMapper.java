package org.plankton.pithos;

import java.util.List;
import org.apache.ibatis.annotations.Select;

/** What is asked of the server itself: which tables there are. */
interface CatalogueMapper {
    /** Its version, as a number: 90400 is 9.4. */
    @Select("SELECT current_setting('server_version_num')::int")
    int version();

    /** In which texts can be told whatever is in them: UTF-8, but where nobody has said what they are. */
    @Select("SELECT CASE getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END")
    String encoding();

    /** As the server calls it. */
    @Select("SELECT getdatabaseencoding()")
    String databaseEncoding();

    /** Rights that are missing, of those that {@code docs/operating/bridge.md} gives, in words. */
    List<String> missingRights(boolean writesReaders);

    /** Whether there is that column, and one may see it. */
    @Select("SELECT EXISTS (SELECT 1 FROM information_schema.columns WHERE table_schema = ANY (current_schemas(false))"
            + " AND table_name = #{table} AND column_name = #{column})")
    boolean hasColumn(String table, String column);
}
