--- What the commands do.
local M = {}

--- The client of this buffer, or nil with a word about it.
local function client()
  local found = vim.lsp.get_clients({ bufnr = 0, name = 'copydesk' })[1]
  if not found then
    vim.notify('copydesk does not serve this buffer; :checkhealth copydesk says why', vim.log.levels.WARN)
  end
  return found
end

--- Applies every safe fix in this buffer.
function M.fix_all()
  if client() then
    vim.lsp.buf.code_action({ context = { only = { 'source.fixAll.copydesk' }, diagnostics = {} }, apply = true })
  end
end

--- Brings the citations of this buffer to house form.
function M.format()
  local found = client()
  if found then
    vim.lsp.buf.format({ id = found.id })
  end
end

--- The rule that speaks at the cursor.
local function rule_here()
  local line, column = unpack(vim.api.nvim_win_get_cursor(0))
  for _, finding in ipairs(vim.diagnostic.get(0, { lnum = line - 1 })) do
    local covers = finding.col <= column and column <= finding.end_col
    if finding.source == 'copydesk' and (covers or finding.end_lnum > finding.lnum) then
      return finding.code
    end
  end
end

--- Shows the page of the rule that speaks at the cursor.
function M.explain()
  local found, rule = client(), rule_here()
  if not found then
    return
  end
  if not rule then
    vim.notify('no finding of copydesk stands here', vim.log.levels.INFO)
    return
  end
  local program = found.config.cmd[1]
  local done = vim.system({ program, 'explain', rule }, { text = true }):wait(5000)
  if done.code ~= 0 then
    vim.notify(vim.trim(done.stderr ~= '' and done.stderr or 'copydesk explain failed'), vim.log.levels.ERROR)
    return
  end
  local lines = vim.split(vim.trim(done.stdout), '\n')
  vim.lsp.util.open_floating_preview(lines, 'markdown', { border = 'rounded', focus_id = 'copydesk-explain' })
end

--- Stops the server and starts it anew.
function M.restart()
  local buffers = {}
  for _, running in ipairs(vim.lsp.get_clients({ name = 'copydesk' })) do
    vim.list_extend(buffers, vim.tbl_keys(running.attached_buffers))
    running:stop()
  end
  vim.wait(2000, function()
    return #vim.lsp.get_clients({ name = 'copydesk' }) == 0
  end, 20)
  vim.lsp.enable('copydesk', false)
  vim.lsp.enable('copydesk', true)
  for _, buffer in ipairs(buffers) do
    if vim.api.nvim_buf_is_valid(buffer) then
      vim.api.nvim_exec_autocmds('FileType', { buffer = buffer, group = 'nvim.lsp.enable' })
    end
  end
end

--- Completes as one types, with places to fill in; for a buffer that the server has taken up.
function M.complete(client_id, buffer)
  if not vim.lsp.completion then
    return
  end
  -- Words are put in when chosen, not when shown; who has set the option otherwise keeps it.
  if not vim.api.nvim_get_option_info2('completeopt', {}).was_set then
    vim.bo[buffer].completeopt = 'menuone,noselect,popup'
  end
  vim.lsp.completion.enable(true, client_id, buffer, { autotrigger = true })
end

--- Opens the log.
function M.log()
  vim.cmd.tabnew(vim.lsp.log.get_filename())
end

return M
