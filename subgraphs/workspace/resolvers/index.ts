import { Base64, DateTime } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { Mutation } from './Mutation.ts';
import { Project } from './Project.ts';
import { ProjectFile } from './ProjectFile.ts';
import { ProjectFileVersion } from './ProjectFileVersion.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';
import { User } from './User.ts';
import { Workspace } from './Workspace.ts';
import { WorkspaceChange } from './WorkspaceChange.ts';
import { WorkspaceFile } from './WorkspaceFile.ts';

export const resolvers: Resolvers = { Base64, DateTime, Mutation, Project, ProjectFile, ProjectFileVersion, Query, Subscription, User, Workspace, WorkspaceChange, WorkspaceFile };
