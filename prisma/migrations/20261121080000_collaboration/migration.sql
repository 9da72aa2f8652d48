-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "collaboration";

-- CreateEnum
CREATE TYPE "collaboration"."CollaborationStatus" AS ENUM ('PENDING', 'ACTIVE', 'DECLINED', 'COMPLETED');

-- One line of text as the words that are searched for: what joins words in addresses, paths and code counts as a space, or else their parts could not be found.
CREATE FUNCTION "collaboration"."plain_words"(line TEXT) RETURNS TEXT LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN translate(line, '/._@:-+~&<>=#%?\', '                ');

-- The words of a message. Who may find it stands beside them, with a space inside, so that no word of a query can be one of these.
CREATE FUNCTION "collaboration"."message_words"(sender TEXT, target TEXT, content TEXT, metadata JSONB) RETURNS TSVECTOR LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN array_to_tsvector(ARRAY['to ' || coalesce(target, '*'), 'by ' || sender])
    || to_tsvector('simple', "collaboration"."plain_words"(content || ' ' || coalesce(regexp_replace(metadata::text, '\\(["\\/bfnrt]|u[0-9a-f]{4})', ' ', 'g'), '')));

-- What a person writes into a search box, as a query: each word also finds longer ones from its third letter on (in scripts that
-- write whole words with one sign, from its first); phrases and excluded words are exact.
CREATE FUNCTION "collaboration"."search_query"(line TEXT) RETURNS TSQUERY LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN regexp_replace(
    websearch_to_tsquery('simple', translate(regexp_replace(line, '(?<=[^\s"])-', ' ', 'g'), '/._@:+~&<>=#%?\', '               '))::text,
    '(?<![!>])(?<![!>] )''([^'' ]{3,}|[\u2E80-\uFFFF]+)''(?! <)', '''\1'':*', 'g')::tsquery;

-- Appends to the outbox in the caller's transaction and wakes its readers. An event's id is the number of the transaction, shifted by 20 bits, plus its place in it.
CREATE FUNCTION "events"."publish"(topic TEXT, key TEXT, payload JSONB) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE
    first BIGINT := pg_current_xact_id()::text::bigint << 20;
    place BIGINT;
BEGIN
    INSERT INTO events.events AS event (id, topic, key, payload)
    SELECT coalesce((SELECT max(id) + 1 FROM events.events WHERE id >= first AND id < first + (1 << 20)), first), publish.topic, publish.key, publish.payload
    RETURNING event.id INTO place;
    PERFORM pg_notify('pentagraph_events', '');
    RETURN place;
END $$;

-- CreateTable
CREATE TABLE "collaboration"."ai_profiles" (
    "subject" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "name" TEXT NOT NULL,
    "nickname" TEXT,
    "expertise" TEXT,
    "version" TEXT,
    "project" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ai_profiles_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "collaboration"."ai_sessions" (
    "id" BIGSERIAL NOT NULL,
    "identifier" TEXT NOT NULL,
    "owner" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "project" TEXT,
    "metadata" JSONB,
    "thoughts_generated" INTEGER NOT NULL DEFAULT 0,
    "insights_shared" INTEGER NOT NULL DEFAULT 0,
    "responses_sent" INTEGER NOT NULL DEFAULT 0,
    "collaborations_initiated" INTEGER NOT NULL DEFAULT 0,
    "summary" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "ai_sessions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collaboration"."messages" (
    "id" BIGSERIAL NOT NULL,
    "sender" TEXT NOT NULL,
    "target" TEXT,
    "thread" INTEGER,
    "broadcast_thread" INTEGER,
    "type" TEXT NOT NULL,
    "content" TEXT NOT NULL,
    "metadata" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "target_deleted_at" TIMESTAMPTZ(3),
    "search" tsvector NOT NULL GENERATED ALWAYS AS (collaboration.message_words(sender, target, content, metadata)) STORED,

    CONSTRAINT "messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collaboration"."inboxes" (
    "subject" TEXT NOT NULL,
    "received" INTEGER NOT NULL DEFAULT 0,
    "unread" INTEGER NOT NULL DEFAULT 0,
    "direct_read" int8multirange NOT NULL DEFAULT '{}'::int8multirange,
    "joined_after" BIGINT NOT NULL,
    "broadcasts_before" INTEGER NOT NULL,
    "broadcasts_read" INTEGER NOT NULL DEFAULT 0,
    "broadcast_read" int8multirange NOT NULL DEFAULT '{}'::int8multirange,

    CONSTRAINT "inboxes_pkey" PRIMARY KEY ("subject")
) WITH (fillfactor = 50);

-- CreateTable
CREATE TABLE "collaboration"."outboxes" (
    "subject" TEXT NOT NULL,
    "sent" INTEGER NOT NULL DEFAULT 0,
    "broadcasts" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "outboxes_pkey" PRIMARY KEY ("subject")
) WITH (fillfactor = 50);

-- CreateTable
CREATE TABLE "collaboration"."broadcast_counter" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "sent" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "broadcast_counter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "collaboration"."collaborations" (
    "id" BIGSERIAL NOT NULL,
    "requester" TEXT NOT NULL,
    "responder" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT,
    "metadata" JSONB,
    "status" "collaboration"."CollaborationStatus" NOT NULL DEFAULT 'PENDING',
    "tasks_completed" INTEGER NOT NULL DEFAULT 0,
    "total_tasks" INTEGER NOT NULL DEFAULT 0,
    "current_task" TEXT,
    "progress_updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "response_message" TEXT,
    "response_metadata" JSONB,
    "summary" TEXT,
    "outcome" TEXT,
    "final_stats" JSONB,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "responded_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "collaborations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "ai_profiles_number_key" ON "collaboration"."ai_profiles"("number");

-- CreateIndex
CREATE INDEX "ai_profiles_expertise_number_idx" ON "collaboration"."ai_profiles"("expertise", "number");

-- CreateIndex
CREATE UNIQUE INDEX "ai_sessions_identifier_key" ON "collaboration"."ai_sessions"("identifier");

-- CreateIndex
CREATE INDEX "ai_sessions_owner_id_idx" ON "collaboration"."ai_sessions"("owner", "id");

-- CreateIndex
CREATE INDEX "collaborations_requester_id_idx" ON "collaboration"."collaborations"("requester", "id");

-- CreateIndex
CREATE INDEX "collaborations_responder_id_idx" ON "collaboration"."collaborations"("responder", "id");

INSERT INTO "collaboration"."broadcast_counter" DEFAULT VALUES;

-- The streams: what each AI has received, and the broadcasts (no target).
CREATE INDEX "messages_received" ON "collaboration"."messages"("target", "id") WHERE "deleted_at" IS NULL AND "target_deleted_at" IS NULL;
CREATE INDEX "messages_received_in_thread" ON "collaboration"."messages"("target", "thread", "id") WHERE "deleted_at" IS NULL AND "target_deleted_at" IS NULL;
CREATE INDEX "messages_sent" ON "collaboration"."messages"("sender", "id") WHERE "deleted_at" IS NULL;
-- What two AIs say to each other, whoever says it.
CREATE INDEX "messages_of_pair" ON "collaboration"."messages"(least("sender" COLLATE "C", "target"), greatest("sender" COLLATE "C", "target"), "thread", "id") WHERE "target" IS NOT NULL AND "deleted_at" IS NULL;
-- All broadcasts, deleted ones included; the few that have a number; and the deleted ones, by which totals are corrected.
CREATE INDEX "messages_broadcast" ON "collaboration"."messages"("id") WHERE "target" IS NULL;
CREATE INDEX "messages_broadcast_in_thread" ON "collaboration"."messages"("broadcast_thread", "id") WHERE "broadcast_thread" IS NOT NULL AND "deleted_at" IS NULL;
CREATE INDEX "messages_broadcast_deleted" ON "collaboration"."messages"("id") WHERE "target" IS NULL AND "deleted_at" IS NOT NULL;
-- Without a list of pending entries: a search would have to read it to the end.
CREATE INDEX "messages_search" ON "collaboration"."messages" USING gin ("search") WITH (fastupdate = off) WHERE "deleted_at" IS NULL;
