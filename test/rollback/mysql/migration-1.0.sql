CREATE TABLE `posts` (
	`user_id` int,
	`tag` varchar(9) NOT NULL,
	`kind` int NOT NULL,
	CONSTRAINT PRIMARY KEY(`tag`,`kind`)
);
--> statement-breakpoint
CREATE TABLE `users` (
	`id` int AUTO_INCREMENT PRIMARY KEY,
	`email` varchar(255) NOT NULL,
	`mood` enum('sad','happy') DEFAULT 'happy',
	`changed` timestamp(3) DEFAULT (now()) ON UPDATE CURRENT_TIMESTAMP,
	`double` int GENERATED ALWAYS AS (id * 2) STORED,
	`flag` boolean NOT NULL DEFAULT false,
	`note` varchar(20) COLLATE utf8mb4_bin,
	CONSTRAINT `email_unique` UNIQUE INDEX(`email`),
	CONSTRAINT `users_check` CHECK(`users`.`id` > 0)
);
--> statement-breakpoint
CREATE INDEX `users_mood` ON `users` (`mood`,(lower(`email`)));--> statement-breakpoint
ALTER TABLE `posts` ADD CONSTRAINT `posts_user_id_users_id_fkey` FOREIGN KEY (`user_id`) REFERENCES `users`(`id`) ON DELETE CASCADE;--> statement-breakpoint
CREATE ALGORITHM = merge SQL SECURITY definer VIEW `v` AS (select id from users) WITH cascaded CHECK OPTION;