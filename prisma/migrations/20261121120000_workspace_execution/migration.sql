-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "execution";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "workspace";

-- CreateEnum
CREATE TYPE "execution"."RunState" AS ENUM ('QUEUED', 'RUNNING', 'EXITED', 'TIMED_OUT', 'OUT_OF_MEMORY', 'OUTPUT_LIMIT', 'DISK_QUOTA', 'CANCELLED', 'FAILED');

-- CreateTable
CREATE TABLE "execution"."runs" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "program" TEXT NOT NULL,
    "arguments" TEXT[],
    "timeout_ms" INTEGER NOT NULL,
    "state" "execution"."RunState" NOT NULL,
    "exit_code" INTEGER,
    "signal" TEXT,
    "stdout" BYTEA NOT NULL DEFAULT '\x',
    "stderr" BYTEA NOT NULL DEFAULT '\x',
    "truncated" BOOLEAN NOT NULL DEFAULT false,
    "fault" TEXT,
    "duration_ms" DOUBLE PRECISION,
    "cpu_ms" DOUBLE PRECISION,
    "max_rss_bytes" BIGINT,
    "output_bytes" BIGINT,
    "instance" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "runs_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "execution"."wasm_modules" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "wasm_modules_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace"."projects" (
    "id" UUID NOT NULL,
    "owner" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "projects_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "workspace"."project_files" (
    "project_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_files_pkey" PRIMARY KEY ("project_id","path")
);

-- CreateTable
CREATE TABLE "workspace"."project_file_versions" (
    "project_id" UUID NOT NULL,
    "path" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "saved_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "project_file_versions_pkey" PRIMARY KEY ("project_id","path","version")
);

-- CreateIndex
CREATE INDEX "runs_owner_created_at_id_idx" ON "execution"."runs"("owner", "created_at", "id");

-- CreateIndex
CREATE INDEX "wasm_modules_owner_created_at_id_idx" ON "execution"."wasm_modules"("owner", "created_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "wasm_modules_owner_sha256_key" ON "execution"."wasm_modules"("owner", "sha256");

-- CreateIndex
CREATE INDEX "projects_owner_updated_at_id_idx" ON "workspace"."projects"("owner", "updated_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "projects_owner_name_key" ON "workspace"."projects"("owner", "name");

-- CreateIndex
CREATE INDEX "project_file_versions_sha256_idx" ON "workspace"."project_file_versions"("sha256");

-- AddForeignKey
ALTER TABLE "workspace"."project_files" ADD CONSTRAINT "project_files_project_id_fkey" FOREIGN KEY ("project_id") REFERENCES "workspace"."projects"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "workspace"."project_file_versions" ADD CONSTRAINT "project_file_versions_project_id_path_fkey" FOREIGN KEY ("project_id", "path") REFERENCES "workspace"."project_files"("project_id", "path") ON DELETE CASCADE ON UPDATE CASCADE;


