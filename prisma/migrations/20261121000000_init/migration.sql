-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "events";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "identity";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "inference";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "operations";

-- CreateEnum
CREATE TYPE "identity"."Role" AS ENUM ('DEVELOPER', 'ADMIN');

-- CreateEnum
CREATE TYPE "operations"."OperationState" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateTable
CREATE TABLE "events"."events" (
    "id" BIGINT NOT NULL,
    "topic" TEXT NOT NULL,
    "key" TEXT,
    "payload" JSONB NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "events_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."accounts" (
    "subject" TEXT NOT NULL,
    "realm" TEXT NOT NULL,
    "number" INTEGER NOT NULL,
    "username" TEXT NOT NULL,
    "username_key" TEXT NOT NULL,
    "password_hash" TEXT,
    "role" "identity"."Role" NOT NULL DEFAULT 'DEVELOPER',
    "opening_token_balance" INTEGER,
    "tokens_valid_from" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "identity"."account_numbers" (
    "realm" TEXT NOT NULL,
    "next" INTEGER NOT NULL,

    CONSTRAINT "account_numbers_pkey" PRIMARY KEY ("realm")
);

-- CreateTable
CREATE TABLE "identity"."api_keys" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "identity"."audit_entries" (
    "id" BIGINT NOT NULL,
    "action" TEXT NOT NULL,
    "actor" TEXT,
    "subject" TEXT,
    "succeeded" BOOLEAN NOT NULL,
    "address" TEXT,
    "request_id" TEXT NOT NULL,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "audit_entries_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inference"."token_accounts" (
    "subject" TEXT NOT NULL,
    "balance" INTEGER NOT NULL,
    "reserved" INTEGER NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "token_accounts_pkey" PRIMARY KEY ("subject")
);

-- CreateTable
CREATE TABLE "inference"."token_reservations" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "tokens" INTEGER NOT NULL,
    "lease_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_reservations_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inference"."token_usage" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "prompt_tokens" INTEGER NOT NULL,
    "completion_tokens" INTEGER NOT NULL,
    "total_tokens" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_usage_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "inference"."token_grants" (
    "id" UUID NOT NULL,
    "subject" TEXT NOT NULL,
    "amount" INTEGER NOT NULL,
    "reason" TEXT,
    "granted_by" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "token_grants_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "operations"."operations" (
    "id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "owner" TEXT,
    "state" "operations"."OperationState" NOT NULL DEFAULT 'QUEUED',
    "input" JSONB NOT NULL,
    "resume_token" JSONB,
    "progress" JSONB,
    "result" JSONB,
    "error" JSONB,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "cancel_requested" BOOLEAN NOT NULL DEFAULT false,
    "lease_holder" TEXT,
    "lease_until" TIMESTAMPTZ(3),
    "due_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "operations_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "events_topic_id_idx" ON "events"."events"("topic", "id");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_realm_number_key" ON "identity"."accounts"("realm", "number");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_realm_username_key_key" ON "identity"."accounts"("realm", "username_key");

-- CreateIndex
CREATE UNIQUE INDEX "api_keys_sha256_key" ON "identity"."api_keys"("sha256");

-- CreateIndex
CREATE INDEX "api_keys_owner_created_at_idx" ON "identity"."api_keys"("owner", "created_at" DESC);

-- CreateIndex
CREATE INDEX "token_reservations_lease_until_idx" ON "inference"."token_reservations"("lease_until");

-- CreateIndex
CREATE INDEX "token_usage_subject_created_at_id_idx" ON "inference"."token_usage"("subject", "created_at" DESC, "id");

-- CreateIndex
CREATE INDEX "token_grants_subject_created_at_idx" ON "inference"."token_grants"("subject", "created_at" DESC);

-- CreateIndex
CREATE INDEX "operations_state_kind_due_at_idx" ON "operations"."operations"("state", "kind", "due_at");

-- CreateIndex
CREATE INDEX "operations_owner_created_at_idx" ON "operations"."operations"("owner", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "identity"."api_keys" ADD CONSTRAINT "api_keys_owner_fkey" FOREIGN KEY ("owner") REFERENCES "identity"."accounts"("subject") ON DELETE CASCADE ON UPDATE CASCADE;

-- The names that the CyberDevStudio document uses, for reading only.
CREATE VIEW "public"."users" AS
SELECT
    account."number" AS "id",
    account."username",
    lower(account."role"::text) AS "role",
    -- An account that has not used a token yet has no token account: its balance is then what it was opened with, or null for the configured default.
    coalesce(tokens."balance", account."opening_token_balance") AS "token_balance",
    account."created_at"
FROM "identity"."accounts" account
LEFT JOIN "inference"."token_accounts" tokens USING ("subject")
WHERE account."realm" = 'cds';

CREATE VIEW "public"."tokens_used" AS
SELECT
    usage."id" AS "request_id",
    account."number" AS "user_id",
    usage."model",
    usage."prompt_tokens",
    usage."completion_tokens",
    usage."total_tokens",
    usage."created_at" AS "timestamp"
FROM "inference"."token_usage" usage
JOIN "identity"."accounts" account USING ("subject")
WHERE account."realm" = 'cds';
