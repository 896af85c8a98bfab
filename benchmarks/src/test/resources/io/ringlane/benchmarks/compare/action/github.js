// Runs the script of an actions/github-script step as that action does, against a pull request kept in a file.
// usage: node github.js SCRIPT PULL_REQUEST.json; prints the notices of the step
const fs = require('fs');
const [script, file] = process.argv.slice(2);
const pullRequest = JSON.parse(fs.readFileSync(file, 'utf8'));
const refused = (what) => {
  if (pullRequest.isReadOnly) {
    throw Object.assign(new Error(`${what}: Resource not accessible by integration`), { status: 403 });
  }
};
const github = {
  paginate: async (endpoint, options) => endpoint(options),
  rest: {
    issues: {
      listComments: async () => pullRequest.comments,
      createComment: async ({ issue_number: number, body }) => {
        refused('createComment');
        pullRequest.comments.push({ id: pullRequest.comments.length + 1, issue: number, user: { type: 'Bot' }, body });
      },
      updateComment: async ({ comment_id: id, body }) => {
        refused('updateComment');
        pullRequest.comments.find((comment) => comment.id === id).body = body;
      },
    },
  },
};
const context = {
  serverUrl: 'https://git.example',
  repo: { owner: 'example', repo: 'parser' },
  runId: 4711,
  payload: { pull_request: { number: 7, head: { sha: '0123456789abcdef' } } },
};
const core = { notice: (text) => console.log(text) };
const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;
new AsyncFunction('github', 'context', 'core', 'require', fs.readFileSync(script, 'utf8'))(github, context, core, require)
  .then(() => fs.writeFileSync(file, JSON.stringify(pullRequest)));
