/**
 * MariaDB: the registry's tables through MyBatis, on a HikariCP pool. The only package that knows SQL's errors, types,
 * columns and keys. The statements themselves are in {@code src/main/resources/org/plankton/database}, a file for each
 * of the registry's mappers; the tables are in {@code sql}.
 */
package org.plankton.database;
