/*M!999999\- enable the sandbox mode */ 
-- MariaDB dump 10.19  Distrib 10.11.19-MariaDB, for debian-linux-gnu (x86_64)
--
-- Host: 127.0.0.1    Database: plankton
-- ------------------------------------------------------
-- Server version	10.11.19-MariaDB-0+deb12u1

/*!40101 SET @OLD_CHARACTER_SET_CLIENT=@@CHARACTER_SET_CLIENT */;
/*!40101 SET @OLD_CHARACTER_SET_RESULTS=@@CHARACTER_SET_RESULTS */;
/*!40101 SET @OLD_COLLATION_CONNECTION=@@COLLATION_CONNECTION */;
/*!40101 SET NAMES utf8mb4 */;
/*!40103 SET @OLD_TIME_ZONE=@@TIME_ZONE */;
/*!40103 SET TIME_ZONE='+00:00' */;
/*!40014 SET @OLD_UNIQUE_CHECKS=@@UNIQUE_CHECKS, UNIQUE_CHECKS=0 */;
/*!40014 SET @OLD_FOREIGN_KEY_CHECKS=@@FOREIGN_KEY_CHECKS, FOREIGN_KEY_CHECKS=0 */;
/*!40101 SET @OLD_SQL_MODE=@@SQL_MODE, SQL_MODE='NO_AUTO_VALUE_ON_ZERO' */;
/*!40111 SET @OLD_SQL_NOTES=@@SQL_NOTES, SQL_NOTES=0 */;

--
-- Table structure for table `file_check`
--

DROP TABLE IF EXISTS `file_check`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `file_check` (
  `number` tinyint(4) NOT NULL COMMENT '1: there is one walk, and all services go on with it',
  `position` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'id of the image whose file was looked at last; empty: none of this walk''s',
  `claimed_at` datetime(6) NOT NULL COMMENT 'UTC; when a service last began to look at some',
  PRIMARY KEY (`number`) COMMENT 'how far the walk has come'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='how far the service''s own check of the files has come';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `file_check`
--

LOCK TABLES `file_check` WRITE;
/*!40000 ALTER TABLE `file_check` DISABLE KEYS */;
INSERT INTO `file_check` VALUES
(1,'4a053c9c-4088-4593-9044-a1c733d072c5','2026-11-30 09:44:00.000000');
/*!40000 ALTER TABLE `file_check` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `flyway_schema_history`
--

DROP TABLE IF EXISTS `flyway_schema_history`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `flyway_schema_history` (
  `installed_rank` int(11) NOT NULL,
  `version` varchar(50) DEFAULT NULL,
  `description` varchar(200) NOT NULL,
  `type` varchar(20) NOT NULL,
  `script` varchar(1000) NOT NULL,
  `checksum` int(11) DEFAULT NULL,
  `installed_by` varchar(100) NOT NULL,
  `installed_on` timestamp NOT NULL DEFAULT current_timestamp(),
  `execution_time` int(11) NOT NULL,
  `success` tinyint(1) NOT NULL,
  PRIMARY KEY (`installed_rank`),
  KEY `flyway_schema_history_s_idx` (`success`)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin;
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `flyway_schema_history`
--

LOCK TABLES `flyway_schema_history` WRITE;
/*!40000 ALTER TABLE `flyway_schema_history` DISABLE KEYS */;
INSERT INTO `flyway_schema_history` VALUES
(1,'001','schema','SQL','001-schema.sql',1239711500,'plankton','2026-11-30 09:43:55',160,1),
(2,'002','bytes-and-glance','SQL','002-bytes-and-glance.sql',1345499225,'plankton','2026-11-30 09:43:55',180,1),
(3,'003','listings','SQL','003-listings.sql',-981885598,'plankton','2026-11-30 09:43:56',617,1),
(4,'004','longer-names','SQL','004-longer-names.sql',-1896513228,'plankton','2026-11-30 09:43:56',107,1),
(5,'005','files','SQL','005-files.sql',-756765084,'plankton','2026-11-30 09:43:56',229,1),
(6,'006','readers-on-their-way','SQL','006-readers-on-their-way.sql',-232191377,'plankton','2026-11-30 09:43:57',437,1);
/*!40000 ALTER TABLE `flyway_schema_history` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image`
--

DROP TABLE IF EXISTS `image`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image` (
  `id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'UUID, lower case: the object''s own where the object store gives one',
  `owner` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'account that the image belongs to',
  `name` varchar(256) NOT NULL COMMENT 'not unique; empty: none',
  `location` varchar(2048) DEFAULT NULL COMMENT 'pithos://account/container/object, not percent-encoded; null: no bytes',
  `location_hash` binary(32) DEFAULT NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  `disk_format` varchar(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what the bytes are: diskdump, extdump, …; empty: not told yet',
  `container_format` varchar(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'envelope around the disk: bare, ovf, …; empty: not told yet',
  `size` bigint(20) NOT NULL COMMENT 'bytes',
  `checksum` varchar(128) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'the object store''s content hash, lower-case hex; empty: no bytes',
  `object_uuid` char(36) CHARACTER SET ascii COLLATE ascii_bin DEFAULT NULL COMMENT 'the object''s own id; null: no bytes, the object store gives none, or it was not noted',
  `md5` varchar(32) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'of the bytes, lower-case hex; empty: nobody has computed it',
  `owns_bytes` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'the bytes came through the registry and may go with the image',
  `status` varchar(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'what everybody is told that it is fit for: available, unavailable, error, queued, saving, deleted',
  `finding` varchar(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'what is amiss with the file: changed, gone; empty: nothing, as far as is known',
  `found_at` datetime(6) DEFAULT NULL COMMENT 'UTC; when that was found; null: nothing is',
  `own_status` varchar(16) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL DEFAULT '' COMMENT 'what status is again when the file is as it was registered; empty: nothing is amiss',
  `is_public` tinyint(1) NOT NULL COMMENT 'every user of the cloud may see it',
  `is_protected` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'it cannot be unregistered',
  `min_ram` int(11) NOT NULL DEFAULT 0 COMMENT 'memory that it needs, MiB',
  `min_disk` int(11) NOT NULL DEFAULT 0 COMMENT 'disk that it needs, GiB',
  `properties` longtext CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL COMMENT 'one object of strings, its keys in order' CHECK (json_valid(`properties`)),
  `created_at` datetime(6) NOT NULL COMMENT 'UTC; first registration',
  `updated_at` datetime(6) NOT NULL COMMENT 'UTC; last change, later than every change before it',
  `deleted_at` datetime(6) DEFAULT NULL COMMENT 'UTC; unregistration; null: it is registered',
  `readers_version` bigint(20) NOT NULL COMMENT 'counts the changes of who may see the image, from any number',
  `stage` tinyint(4) GENERATED ALWAYS AS (if(`deleted_at` is not null,2,`location_hash` is null)) STORED COMMENT '0: registered; 1: registered, and without bytes; 2: registered no longer',
  PRIMARY KEY (`id`) COMMENT 'HEAD, update, unregister, members',
  UNIQUE KEY `image_location` (`location_hash`) COMMENT 'one image a location; register looks an image up by it',
  UNIQUE KEY `image_object` (`object_uuid`) COMMENT 'one image an object; register looks an image up by it',
  KEY `image_deleted` (`deleted_at`) COMMENT 'clearing away images that were unregistered long ago',
  KEY `image_own_id` (`owner`,`stage`,`id`) COMMENT 'listing: images that the caller owns, by id',
  KEY `image_own_name` (`owner`,`stage`,`name`,`id`) COMMENT 'the same by name, or of that name',
  KEY `image_own_status` (`owner`,`stage`,`status`,`id`) COMMENT 'the same by status, or of that status',
  KEY `image_own_size` (`owner`,`stage`,`size`,`id`) COMMENT 'the same by size, or of such a size',
  KEY `image_own_disk_format` (`owner`,`stage`,`disk_format`,`id`) COMMENT 'the same by disk format, or of that format',
  KEY `image_own_container_format` (`owner`,`stage`,`container_format`,`id`) COMMENT 'the same by container format, or of that format',
  KEY `image_own_created_at` (`owner`,`stage`,`created_at`,`id`) COMMENT 'the same by time of creation',
  KEY `image_own_updated_at` (`owner`,`stage`,`updated_at`,`id`) COMMENT 'the same by time of last change, or changed since',
  KEY `image_public_id` (`is_public`,`stage`,`id`) COMMENT 'listing: public images, by id',
  KEY `image_public_name` (`is_public`,`stage`,`name`,`id`) COMMENT 'the same by name, or of that name',
  KEY `image_public_status` (`is_public`,`stage`,`status`,`id`) COMMENT 'the same by status, or of that status',
  KEY `image_public_size` (`is_public`,`stage`,`size`,`id`) COMMENT 'the same by size, or of such a size',
  KEY `image_public_disk_format` (`is_public`,`stage`,`disk_format`,`id`) COMMENT 'the same by disk format, or of that format',
  KEY `image_public_container_format` (`is_public`,`stage`,`container_format`,`id`) COMMENT 'the same by container format, or of that format',
  KEY `image_public_created_at` (`is_public`,`stage`,`created_at`,`id`) COMMENT 'the same by time of creation',
  KEY `image_public_updated_at` (`is_public`,`stage`,`updated_at`,`id`) COMMENT 'the same by time of last change, or changed since',
  KEY `image_public_owner` (`is_public`,`stage`,`owner`,`id`) COMMENT 'the same of that owner'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='a registered image: what the registry knows of an object in the object store';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image`
--

LOCK TABLES `image` WRITE;
/*!40000 ALTER TABLE `image` DISABLE KEYS */;
INSERT INTO `image` VALUES
('365697e5-9b0f-4034-994c-f4e3a7d1d67d','ad310000-0000-4000-8000-000000000004','Debian Desktop','pithos://ad310000-0000-4000-8000-000000000004/images/some-image.diskdump',0x65F4686F5E608B1CBCF4E7D378476A15BDE55F694D611DF58768367721B16F81,'diskdump','bare',41,'ead98a456aa82abf48adaa937b0b08cfa5a091b5526869c927a2d308e4290b8d','365697e5-9b0f-4034-994c-f4e3a7d1d67d','',0,'available','',NULL,'',1,0,0,0,'{\"description\":\"Debian 6.0.7 (Squeeze) Desktop\",\"gui\":\"GNOME 2.30.2\",\"kernel\":\"2.6.32\",\"os\":\"debian\",\"osfamily\":\"linux\",\"partition_table\":\"msdos\",\"root_partition\":\"1\",\"sortorder\":\"2\",\"users\":\"root user\"}','2026-11-30 09:44:03.066395','2026-11-30 09:44:03.066395',NULL,1796031843068154,0),
('3c7f16f0-81fd-4759-90f8-888971f42ae3','a11ce000-0000-4000-8000-000000000001','unregistered',NULL,NULL,'diskdump','bare',13,'e115eac396186d20dfe8dec420949ac1330aa188d29002cd1dc1413ef31a9fcb',NULL,'',0,'deleted','',NULL,'',0,0,0,0,'{\"x\":\"y\"}','2026-11-30 09:44:32.024713','2026-11-30 09:44:32.512493','2026-11-30 09:44:32.512493',1796031872040526,2),
('3df2cf70-7251-44aa-927c-ce2bf8cfd5f0','ad310000-0000-4000-8000-000000000004','Ubuntu-10.04','pithos://ad310000-0000-4000-8000-000000000004/images/ubuntu_10_04.diskdump',0x70333A1B91A050D45CD3542F7EC7225AC5E221C9AAE2B1A26A82B02DDA8F844F,'diskdump','bare',39,'0c3f401262ce592bd21fa51d946af514c12d51fd7eb9c9ba5605b00ab52fbbd9','3df2cf70-7251-44aa-927c-ce2bf8cfd5f0','',0,'unavailable','',NULL,'',1,0,0,0,'{\"os\":\"ubuntu\",\"osfamily\":\"linux\"}','2026-11-30 09:44:05.250645','2026-11-30 09:44:05.303759',NULL,1796031845251466,0),
('4a053c9c-4088-4593-9044-a1c733d072c5','ad310000-0000-4000-8000-000000000004','Windows Server','pithos://ad310000-0000-4000-8000-000000000004/images/windows_server.ntfsdump',0x6F04DA9AB30FD3132ACB66ACCB677180E601E27655C74CB77A3ACD20A84E5542,'ntfsdump','bare',41,'5af5dda6de5fb0cf5f1786f470dddcb2820dd8738175dee75110fdb357fdf94d','4a053c9c-4088-4593-9044-a1c733d072c5','',0,'available','',NULL,'',1,0,0,0,'{\"os\":\"windows\",\"osfamily\":\"windows\"}','2026-11-30 09:44:04.545704','2026-11-30 09:44:04.545704',NULL,1796031844546249,0),
('4f9648c3-f2ee-48ca-a1ea-a879f29fcc8e','a11ce000-0000-4000-8000-000000000001','reserved',NULL,NULL,'','',0,'',NULL,'',0,'queued','',NULL,'',1,0,0,0,'{}','2026-11-30 09:44:32.904709','2026-11-30 09:44:32.904709',NULL,1796031872906601,1),
('6c28b41a-ec3a-4421-bdf2-dde25a1082f8','a11ce000-0000-4000-8000-000000000001','με μέλη','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/shared',0xBFAEA200B6E7142786F04CE11F67FFB13DB333D754BDE073A059F664408CEA45,'diskdump','bare',7,'cf99975aa7995fad86fae7f3b0905143f30a52501944dff26002afc99c3b8419','6c28b41a-ec3a-4421-bdf2-dde25a1082f8','',0,'available','',NULL,'',0,0,0,0,'{}','2026-11-30 09:44:31.453332','2026-11-30 09:44:31.453332',NULL,1796031871453791,0),
('6df1af30-5da5-4daf-a9e1-553d40f850f1','b0b00000-0000-4000-8000-000000000002','Experiment','pithos://b0b00000-0000-4000-8000-000000000002/images/experiment.diskdump',0xAAFBE792751A12D0EFE92976B81CF7580AB1A3539AB8897E363C9422A5A1871F,'diskdump','bare',37,'cb514870b3f0939a38e002c904bd9ce742cfeb04bfd529a86fbaca737f23634f','6df1af30-5da5-4daf-a9e1-553d40f850f1','',0,'available','',NULL,'',0,0,0,0,'{\"os\":\"freebsd\"}','2026-11-30 09:44:03.975996','2026-11-30 09:44:03.975996',NULL,1796031843977059,0),
('794ceab4-6985-4b3e-8e1a-741d22a9aea4','a11ce000-0000-4000-8000-000000000001','public','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/public',0x6F4E1C1070AFF3AF4A835933C871E92E677D67381716FF205B4CD33BC2833D53,'diskdump','bare',7,'cde1925e8f892f5ddaadebfecbdd060398f5d76d3d19224f60d08343d3bbde20','794ceab4-6985-4b3e-8e1a-741d22a9aea4','',0,'available','',NULL,'',1,0,0,0,'{\"description\":\"two words\",\"kernel\":\"ä=b\"}','2026-11-30 09:44:31.739043','2026-11-30 09:44:31.739043',NULL,1796031871741268,0),
('83c9dfb4-d202-4187-8b75-8bd11bd18af4','a11ce000-0000-4000-8000-000000000001','ubuntu','pithos://a11ce000-0000-4000-8000-000000000001/images/my/path/example_image_build.diskdump',0x33C5865E7F12E868DAC894E223A3FCF783458C6D60205F9BDE8B178E63D15232,'diskdump','bare',33,'91fa26dd6e520321333435db7d7e849b161cc392e502daa24e44be3430456f6e','83c9dfb4-d202-4187-8b75-8bd11bd18af4','',0,'available','',NULL,'',1,0,0,0,'{\"description\":\"Fedora release 17 (Beefy Miracle)\",\"gui\":\"GNOME 3.4.2\",\"kernel\":\"3.8.3\",\"os\":\"fedora\",\"osfamily\":\"linux\",\"partition_table\":\"msdos\",\"root_partition\":\"1\",\"sortorder\":\"5\",\"users\":\"root user\"}','2026-11-30 09:44:02.556270','2026-11-30 09:44:02.556270',NULL,1796031842569863,0),
('97bb404d-a30c-4455-b87c-ddbc84014eed','a11ce000-0000-4000-8000-000000000001','uploaded','pithos://a11ce000-0000-4000-8000-000000000001/images/97bb404d-a30c-4455-b87c-ddbc84014eed',0x5792BD2F0AE393433DE5CBF627AD215BE6A57C752F1B288B39217390C0AAEBA9,'qcow2','bare',6,'95cc8e8ec552664096b998c62dfd5dfd0a41c96154de6814d918d1ca34bfc225','eb88573f-8b5b-4eb6-b135-83d27faa9556','5fbacc081126c48528341c89b877de7c',1,'available','',NULL,'',0,1,512,7,'{\"arch\":\"x86_64\"}','2026-11-30 09:44:32.650840','2026-11-30 09:44:32.760846',NULL,1796031872667059,0),
('ba820232-ae9c-45aa-92c4-641beee6ca71','ca201000-0000-4000-8000-000000000003','Mail appliance','pithos://ca201000-0000-4000-8000-000000000003/images/appliance.ovf',0xA1DB386BCB42257C4AA54122B9B7ADACD68F10BE1E555ABCAF338B9E28C138FD,'diskdump','ovf',41,'f497d961add4c9726ff955fbeee1415795aaee5dcf706f79344900efc6daef3b','ba820232-ae9c-45aa-92c4-641beee6ca71','',0,'available','',NULL,'',0,0,0,0,'{}','2026-11-30 09:44:04.922115','2026-11-30 09:44:04.922115',NULL,1796031844924839,0),
('d0067688-b8a1-4db2-a0c3-3b65a9bcc638','a11ce000-0000-4000-8000-000000000001','plain','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/plain',0xA5F9FA521DE1184D6BC03A7BB832FCB3EFC1321D61B88B1D998516F991B629B3,'diskdump','bare',6,'dacf36547c7774a0a170806363b5d412991fbc0d6260b2c00b1d3a80a816c23f','d0067688-b8a1-4db2-a0c3-3b65a9bcc638','',0,'available','',NULL,'',0,0,0,0,'{\"os\":\"debian\"}','2026-11-30 09:44:31.397420','2026-11-30 09:44:31.397420',NULL,1796031871399651,0),
('d936ea33-6dd0-4eae-84c2-d85140a183d2','a11ce000-0000-4000-8000-000000000001','changed','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/changed',0x95D7E2843546BF78B84DD40590C893A39AE301C19C215176695788991CADCD02,'diskdump','bare',8,'7f8b1dfc466b6249f06cbe55c9174df2578e7754da793fded244ef5cba2a38f1','d936ea33-6dd0-4eae-84c2-d85140a183d2','',0,'unavailable','changed','2026-11-30 09:44:32.335992','available',0,0,0,0,'{}','2026-11-30 09:44:31.896891','2026-11-30 09:44:32.335992',NULL,1796031871897520,0),
('e694b289-f828-48d1-bec2-5c7565cb5292','a11ce000-0000-4000-8000-000000000001','Ubuntu στα ελληνικά','pithos://a11ce000-0000-4000-8000-000000000001/images/ubuntu_el.diskdump',0xE48D247833B70CF5921882AD4572CD18DACC218289FD5BACB25BE7410D803793,'diskdump','bare',57,'3db3c7ecd17b80e8f15678f4974fceb0a598797d6acc566115fe44c42f758bb1','e694b289-f828-48d1-bec2-5c7565cb5292','',0,'available','',NULL,'',0,0,0,0,'{\"description\":\"Με ελληνικό πληκτρολόγιο\",\"os\":\"ubuntu\",\"osfamily\":\"linux\"}','2026-11-30 09:44:03.336598','2026-11-30 09:44:03.336598',NULL,1796031843339010,0),
('f4e83434-6ceb-4337-9b3c-9eb05e85f63f','a11ce000-0000-4000-8000-000000000001','gone','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/gone',0x009C1B3E2852E7ADA98B780B933CDDBD6C470CC67A8909266EBE15604502933C,'diskdump','bare',5,'4b9f2c32577beb1ebc8ab2a1e226faaa9176a81cd4eedbaa22f8a0db919972b5','f4e83434-6ceb-4337-9b3c-9eb05e85f63f','',0,'unavailable','gone','2026-11-30 09:44:32.450313','available',0,0,0,0,'{}','2026-11-30 09:44:31.947940','2026-11-30 09:44:32.450313',NULL,1796031871948856,0),
('f5aabff9-7699-4a68-882c-a35f9e98f23c','a11ce000-0000-4000-8000-000000000001','Build server','pithos://a11ce000-0000-4000-8000-000000000001/images/build-server.diskdump',0xA947080F4EB46CCFDF8EF1AABF129B5D75F0F0939BDA39109BAD08510E136E19,'diskdump','bare',39,'6c093ed8626008721e88c8b996ded1125ca0cb94acd976335a934a412878f379','f5aabff9-7699-4a68-882c-a35f9e98f23c','',0,'available','',NULL,'',0,0,0,0,'{\"os\":\"centos\",\"osfamily\":\"linux\"}','2026-11-30 09:44:03.575615','2026-11-30 09:44:03.575615',NULL,1796031843577077,0),
('f794cd36-4ba7-481a-952a-3900dbfd1962','ca201000-0000-4000-8000-000000000003','Debian Base','pithos://ca201000-0000-4000-8000-000000000003/images/debian_base.extdump',0x3FC2D62F3EEA00EBBCDA06FED2E7BD0D34B32D84457791799C8199CF7E6587CE,'extdump','bare',38,'d6137358f44e40ca255dcac0500ef46527f3a82b49b9e65cbb324508afb68a46','f794cd36-4ba7-481a-952a-3900dbfd1962','',0,'available','',NULL,'',1,0,0,0,'{\"os\":\"debian\",\"osfamily\":\"linux\"}','2026-11-30 09:44:04.299068','2026-11-30 09:44:04.299068',NULL,1796031844301424,0);
/*!40000 ALTER TABLE `image` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image_member`
--

DROP TABLE IF EXISTS `image_member`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image_member` (
  `image_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the image',
  `account` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who may see it; never its owner',
  `can_share` tinyint(1) NOT NULL DEFAULT 0 COMMENT 'the account may share the image with others',
  PRIMARY KEY (`image_id`,`account`) COMMENT 'members of an image; whether an account is one',
  KEY `image_member_account` (`account`,`image_id`) COMMENT 'listing: images shared with the caller',
  CONSTRAINT `image_member_image` FOREIGN KEY (`image_id`) REFERENCES `image` (`id`) ON DELETE CASCADE
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='an account that an image is shared with';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image_member`
--

LOCK TABLES `image_member` WRITE;
/*!40000 ALTER TABLE `image_member` DISABLE KEYS */;
INSERT INTO `image_member` VALUES
('6c28b41a-ec3a-4421-bdf2-dde25a1082f8','b0b00000-0000-4000-8000-000000000002',0),
('6c28b41a-ec3a-4421-bdf2-dde25a1082f8','ca201000-0000-4000-8000-000000000003',1),
('ba820232-ae9c-45aa-92c4-641beee6ca71','a11ce000-0000-4000-8000-000000000001',0),
('f5aabff9-7699-4a68-882c-a35f9e98f23c','b0b00000-0000-4000-8000-000000000002',0);
/*!40000 ALTER TABLE `image_member` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image_property`
--

DROP TABLE IF EXISTS `image_property`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image_property` (
  `pair` binary(8) NOT NULL COMMENT 'of key=value, the first bytes of its SHA-256: others may have the same',
  `image_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'an image that is registered and has that property',
  PRIMARY KEY (`pair`,`image_id`) COMMENT 'listing: images that have a property'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='an index of the properties of images, which are themselves in image.properties';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image_property`
--

LOCK TABLES `image_property` WRITE;
/*!40000 ALTER TABLE `image_property` DISABLE KEYS */;
INSERT INTO `image_property` VALUES
(0x066731687F726921,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0x07B6E52DE8F29F63,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x11537A57ED0B9270,'6df1af30-5da5-4daf-a9e1-553d40f850f1'),
(0x12BF20CBF69C38D9,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x1B6BB8B641134E90,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0x1B6BB8B641134E90,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x20BAE186BCCC0364,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x25E37BEBA22442BF,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x3AC1BAFC23EC5F67,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0x3AC1BAFC23EC5F67,'3df2cf70-7251-44aa-927c-ce2bf8cfd5f0'),
(0x3AC1BAFC23EC5F67,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x3AC1BAFC23EC5F67,'e694b289-f828-48d1-bec2-5c7565cb5292'),
(0x3AC1BAFC23EC5F67,'f5aabff9-7699-4a68-882c-a35f9e98f23c'),
(0x3AC1BAFC23EC5F67,'f794cd36-4ba7-481a-952a-3900dbfd1962'),
(0x48C3213B19F5B728,'794ceab4-6985-4b3e-8e1a-741d22a9aea4'),
(0x66347F70BBCE07B6,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0x66347F70BBCE07B6,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0x67882F7E9781D13D,'e694b289-f828-48d1-bec2-5c7565cb5292'),
(0x68959608CC58B72D,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0x6D19D76AAF2B1FB0,'3df2cf70-7251-44aa-927c-ce2bf8cfd5f0'),
(0x6D19D76AAF2B1FB0,'e694b289-f828-48d1-bec2-5c7565cb5292'),
(0x74B845A0B29ECD60,'97bb404d-a30c-4455-b87c-ddbc84014eed'),
(0x87B56B130C75E656,'f5aabff9-7699-4a68-882c-a35f9e98f23c'),
(0xBA048B3B4F327CE3,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0xBA048B3B4F327CE3,'d0067688-b8a1-4db2-a0c3-3b65a9bcc638'),
(0xBA048B3B4F327CE3,'f794cd36-4ba7-481a-952a-3900dbfd1962'),
(0xBBB4A556EEA5D4E2,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0xC6F995CF4B130239,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0xCD7DF16A8F25B2C2,'365697e5-9b0f-4034-994c-f4e3a7d1d67d'),
(0xCD7DF16A8F25B2C2,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0xD0D515C6D5A9E5ED,'4a053c9c-4088-4593-9044-a1c733d072c5'),
(0xE9CACF46A510245C,'83c9dfb4-d202-4187-8b75-8bd11bd18af4'),
(0xF77A0C7E47E2F6D7,'4a053c9c-4088-4593-9044-a1c733d072c5'),
(0xFA56C9530F3F7664,'794ceab4-6985-4b3e-8e1a-741d22a9aea4');
/*!40000 ALTER TABLE `image_property` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image_sharing`
--

DROP TABLE IF EXISTS `image_sharing`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image_sharing` (
  `location_hash` binary(32) NOT NULL COMMENT 'SHA-256 of the location of the object whose readers are being changed',
  `id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'UUID of the change',
  `began_at` datetime(6) NOT NULL COMMENT 'UTC; before the object store was asked anything',
  `is_overtaken` tinyint(1) NOT NULL COMMENT 'another change of the same object has ended since then',
  PRIMARY KEY (`location_hash`,`id`) COMMENT 'whether a change was alone with its object'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='a change of the readers of an object that is on its way to the object store, or was left off there; empty while all is well';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image_sharing`
--

LOCK TABLES `image_sharing` WRITE;
/*!40000 ALTER TABLE `image_sharing` DISABLE KEYS */;
INSERT INTO `image_sharing` VALUES
(0xBFAEA200B6E7142786F04CE11F67FFB13DB333D754BDE073A059F664408CEA45,'22222222-0000-4000-8000-000000000000','2026-11-30 09:44:00.000000',0);
/*!40000 ALTER TABLE `image_sharing` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image_unsettled_reader`
--

DROP TABLE IF EXISTS `image_unsettled_reader`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image_unsettled_reader` (
  `location_hash` binary(32) NOT NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  `account` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who may be a reader of the object, and is none of the image; * is everyone',
  `location` varchar(2048) NOT NULL COMMENT 'where the object is: pithos://account/container/object, not percent-encoded',
  `image_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the image that they were let in for, registered or not',
  `owner` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'account that the image belongs to, or did',
  PRIMARY KEY (`location_hash`,`account`) COMMENT 'whom the object store has still to be told of',
  KEY `image_unsettled_reader_image` (`image_id`) COMMENT 'the objects of which that is so for an image'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='whom the object store may take for a reader of an object though they are none; empty while all is well';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image_unsettled_reader`
--

LOCK TABLES `image_unsettled_reader` WRITE;
/*!40000 ALTER TABLE `image_unsettled_reader` DISABLE KEYS */;
INSERT INTO `image_unsettled_reader` VALUES
(0xBFAEA200B6E7142786F04CE11F67FFB13DB333D754BDE073A059F664408CEA45,'ad310000-0000-4000-8000-000000000004','pithos://a11ce000-0000-4000-8000-000000000001/upgrade/shared','6c28b41a-ec3a-4421-bdf2-dde25a1082f8','a11ce000-0000-4000-8000-000000000001');
/*!40000 ALTER TABLE `image_unsettled_reader` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `image_upload`
--

DROP TABLE IF EXISTS `image_upload`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `image_upload` (
  `image_id` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the image, registered or not',
  `account` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'who uploads, and whose the object is',
  `location` varchar(2048) NOT NULL COMMENT 'pithos://account/container/object, not percent-encoded',
  `location_hash` binary(32) NOT NULL COMMENT 'SHA-256 of location, which is too long for a key itself',
  `alive_at` datetime(6) DEFAULT NULL COMMENT 'UTC; when bytes came last, as far as is known; null: none will',
  `deleting_at` datetime(6) DEFAULT NULL COMMENT 'UTC; when the store was last told to delete the object; null: not yet',
  PRIMARY KEY (`image_id`) COMMENT 'the upload of an image',
  KEY `image_upload_location` (`location_hash`) COMMENT 'whether an object that is being registered is about to go',
  KEY `image_upload_account` (`account`) COMMENT 'deleting what uploads of an account have left in the object store',
  KEY `image_upload_alive` (`alive_at`) COMMENT 'finding uploads that have died'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='an object that is no image''s but may be in the object store: on its way in, or left behind; empty while all is well';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `image_upload`
--

LOCK TABLES `image_upload` WRITE;
/*!40000 ALTER TABLE `image_upload` DISABLE KEYS */;
INSERT INTO `image_upload` VALUES
('11111111-0000-4000-8000-000000000000','a11ce000-0000-4000-8000-000000000001','pithos://a11ce000-0000-4000-8000-000000000001/images/left-behind',0x5C6F56C26F7AA87889349B49CB34548A55F77770AD472692F05DBAFD56545222,NULL,NULL);
/*!40000 ALTER TABLE `image_upload` ENABLE KEYS */;
UNLOCK TABLES;

--
-- Table structure for table `object_reader`
--

DROP TABLE IF EXISTS `object_reader`;
/*!40101 SET @saved_cs_client     = @@character_set_client */;
/*!40101 SET character_set_client = utf8mb4 */;
CREATE TABLE `object_reader` (
  `object_uuid` char(36) CHARACTER SET ascii COLLATE ascii_bin NOT NULL COMMENT 'the object''s own id; no image''s any longer',
  `account` varchar(255) CHARACTER SET ascii COLLATE ascii_nopad_bin NOT NULL COMMENT 'whom the object store may take for a reader of it; * is everyone',
  PRIMARY KEY (`object_uuid`,`account`) COMMENT 'whom the store is to be told of when the object is registered again'
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_nopad_bin COMMENT='readers of objects that were displaced by others: nobody knows where those are, if they are anywhere';
/*!40101 SET character_set_client = @saved_cs_client */;

--
-- Dumping data for table `object_reader`
--

LOCK TABLES `object_reader` WRITE;
/*!40000 ALTER TABLE `object_reader` DISABLE KEYS */;
INSERT INTO `object_reader` VALUES
('33333333-0000-4000-8000-000000000000','b0b00000-0000-4000-8000-000000000002');
/*!40000 ALTER TABLE `object_reader` ENABLE KEYS */;
UNLOCK TABLES;
/*!40103 SET TIME_ZONE=@OLD_TIME_ZONE */;

/*!40101 SET SQL_MODE=@OLD_SQL_MODE */;
/*!40014 SET FOREIGN_KEY_CHECKS=@OLD_FOREIGN_KEY_CHECKS */;
/*!40014 SET UNIQUE_CHECKS=@OLD_UNIQUE_CHECKS */;
/*!40101 SET CHARACTER_SET_CLIENT=@OLD_CHARACTER_SET_CLIENT */;
/*!40101 SET CHARACTER_SET_RESULTS=@OLD_CHARACTER_SET_RESULTS */;
/*!40101 SET COLLATION_CONNECTION=@OLD_COLLATION_CONNECTION */;
/*!40111 SET SQL_NOTES=@OLD_SQL_NOTES */;

-- Dump completed
