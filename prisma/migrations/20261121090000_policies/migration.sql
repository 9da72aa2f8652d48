-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "policies";

-- CreateTable
CREATE TABLE "policies"."policy_settings" (
    "policy" TEXT NOT NULL,
    "is_recorded" BOOLEAN NOT NULL,

    CONSTRAINT "policy_settings_pkey" PRIMARY KEY ("policy")
);

-- CreateTable
CREATE TABLE "policies"."policy_aliases" (
    "policy" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "policy_aliases_pkey" PRIMARY KEY ("policy","name")
);

-- CreateTable
CREATE TABLE "policies"."policy_transitions" (
    "id" BIGSERIAL NOT NULL,
    "policy" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "agent_id" TEXT NOT NULL,
    "episode_id" UUID NOT NULL,
    "step" INTEGER NOT NULL,
    "observation" DOUBLE PRECISION[],
    "action" JSONB NOT NULL,
    "log_prob" DOUBLE PRECISION NOT NULL,
    "value" DOUBLE PRECISION NOT NULL,
    "deterministic" BOOLEAN NOT NULL,
    "reward" DOUBLE PRECISION,
    "terminated" BOOLEAN NOT NULL DEFAULT false,
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "recorded_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "policy_transitions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "policies"."policy_writer" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "process" UUID NOT NULL,

    CONSTRAINT "policy_writer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "policy_transitions_policy_id_idx" ON "policies"."policy_transitions"("policy", "id");

-- CreateIndex
CREATE INDEX "policy_transitions_policy_agent_id_id_idx" ON "policies"."policy_transitions"("policy", "agent_id", "id");

-- CreateIndex
CREATE UNIQUE INDEX "policy_transitions_episode_id_step_key" ON "policies"."policy_transitions"("episode_id", "step");
